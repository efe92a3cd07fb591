"""The files that went through the chats, by file_id and by download path."""

import base64
import hashlib
import mimetypes
import threading
from pathlib import PurePath

from zibot.rehearsal import pictures
from zibot.rehearsal.errors import bad
from zibot.rehearsal.nouns import Json, StoredFile

DOWNLOAD_LIMIT = 20 * 1024 * 1024


class Files:
    """All files of the world, in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.by_id: dict[str, StoredFile] = {}
        self._photos: dict[str, list[StoredFile]] = {}
        self._offered: dict[str, StoredFile] = {}

    def photo(self, data: bytes) -> list[StoredFile]:
        """Keeps a photo in two or three sizes, smallest first."""
        kept = [
            self._keep(jpeg, "photos", StoredFile("", "", ".jpg", jpeg, "image/jpeg", width=width, height=height))
            for jpeg, width, height in pictures.sizes(data)
        ]
        self._photos |= {size.file_id: kept for size in kept}
        return kept

    def document(self, data: bytes, name: str, mime: str | None = None) -> StoredFile:
        """Keeps a document as it is."""
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._keep(data, "documents", StoredFile("", "", PurePath(name).suffix, data, mime, name))

    def known_photo(self, file_id: str) -> list[StoredFile]:
        """A photo that is here already, by the id of any of its sizes."""
        if file_id not in self._photos:
            raise self._unknown(file_id)
        return self._photos[file_id]

    def known_document(self, file_id: str) -> StoredFile:
        """A document that is here already."""
        found = self.by_id.get(file_id)
        if found is None or found.width:
            raise self._unknown(file_id)
        return found

    def offer(self, file_id: str) -> Json:
        """A File object; from now on its path can be downloaded."""
        found = self.by_id.get(file_id)
        if found is None:
            raise bad("invalid file_id")
        if len(found.data) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        self._offered[found.path] = found
        body = {"file_id": found.file_id, "file_unique_id": found.unique_id}
        return {**body, "file_size": len(found.data), "file_path": found.path}

    def offered(self, path: str) -> StoredFile | None:
        """The file under a download path that getFile has named."""
        return self._offered.get(path)

    def _keep(self, data: bytes, folder: str, draft: StoredFile) -> StoredFile:
        with self._lock:
            return self._named(len(self.by_id), data, folder, draft)

    def _named(self, number: int, data: bytes, folder: str, draft: StoredFile) -> StoredFile:
        digest = hashlib.sha256(f"{number}".encode() + data).digest()
        code = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        file = StoredFile(
            file_id=("AgACAgUAAxkBAAM" if draft.width else "BQACAgUAAxkBAAM") + code,
            unique_id=("AQAD" if draft.width else "AgAD") + code[:11],
            path=f"{folder}/file_{number}{draft.path}",
            data=data,
            mime=draft.mime,
            name=draft.name,
            width=draft.width,
            height=draft.height,
        )
        self.by_id[file.file_id] = file
        return file

    def _unknown(self, file_id: str) -> Exception:
        if file_id in self.by_id:
            return bad("type of file mismatch")
        if "://" in file_id:
            return bad("wrong type of the web page content")  # this machine fetches nothing from outside
        return bad("wrong remote file identifier specified: Wrong string length")
