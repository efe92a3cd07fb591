"""Words of the regions and of thumbs in a hurry, beside those in reply_words.py: each line a plain word and the others.

Javanese, Sundanese, Minang, Banjar, Malay, Makassar, Manado, Ambon and Papua; what two words say together is a phrase.
"""

import re

REGIONAL = """
selesai: salasai salase tuntung tamat salsai selesaii rengsi
sudah: su so parantos sda sudha sydah sudag sdahh dh ude udeh2 sampon
belum: alun bolum lom lum bulum blumm blim blem beloman
tidak: tra tara seng nyanda indak kada dak nggk engg
masih: ijik jik mase msi masi mash keneh masihji
sedang: sek sik lagek saweg sadang sdng tengah sedeng
akan: mw mauk
nanti: nantipi beko kaina kagek mangkin ntaran2 nnti nati
besok: isuak bisuak esuk bsok2 beso
saya: sa ambo awak beta ku dalem saia aq ak syaa
kami: kitorang torang katong kito
pak: pk pkk kaka ibuk bunda pace mace cak ning uni mpok bg bng kk da bpak bapk bps pakk buu
ya: yo iyo iye io yoi yaps heeh
aja: mawon sja sajo bae bai mawi sj2
tapi: cm cmn cman mung namung nanging hny
banyak: bnyk byk banyk
tinggal: tnggal tgal tingal tinggl
waktu: wekdal
masuk: msk msuk mlebu masok
dapat: angsal meunang
ada: wonteun
taruh: taro tarok taroh
ttd: ttdnya ditandatangan ttdd tt
ketua: ktua ketuanya kutua
sekretaris: sekre seketaris sekertaris sekretarisnya
otw: cus cuss gaskeun
ternyata: trnyata ternyta
"""

_PHRASES = {
    r"(?:terima|trima) ?kasih": "makasih",
    r"\bon the way\b": "otw",
    r"\b(?:on|in)[ -](?:going|progress?|proc?ess?|proses)\b": "ongoing",
    r"\b(?:mau|wau|tadi|td) (?:isuk|esuk|enjing|enjang|dalu|bengi|awan|sonten)\b": "tadi",
    r"\b(?:gada|gaada|gda|gaad|trada|tarada|kadada|tarada|nggada)\b": "tidak ada",
    r"\b(?:gabisa|gbisa|gabs|gbs|tdkbs|gakbisa)\b": "tidak bisa",
    r"\b(wes|wis|uwis|wess|durung|dereng)((?: \w+)?) mari\b": r"\1\2 selesai",
    r"\balah (?=\w)": "sudah ",
    r"(^|[,.;] ?)lah (?=sal|sel|siap|den|ambo|awak|di)": r"\1sudah ",
    r"\b(?:tanda ?tangan|tapak (?:asta|asma)|tandatangan)\b": "ttd",
    r"\b(?:su|so|sudah|sdh|udah|udh|dah) (?:mo|mau|mw) (?:habis|abis|selesai|kelar|beres|rampung|jadi)\b": "hampir selesai",
    r"\botw (?=selesai|kelar|beres|rampung|jadi|finish|done)": "hampir ",
    r"\b(?:di |ke )?luar (?:kota|daerah|negeri|pulau|kantor)\b|\bdinas luar\b|\bperdin\b|\bperjalanan dinas\b": "perjadin",
    r"\b(masih|msh|msih|lagi|lg|sedang|sdg|sdng|msi) dl\b": r"\1 perjadin",
    r"\b(?:kasih|kasi) (?:masuk|naik)\b": "setor",
    r"\bmas(?:a|ak) (?:belum|blm|belom)\b": "",
    r"\b(?:tanpa|tidak ada|tdk ada|ga ada|gak ada|nggak ada) (?:ada )?(?:kendala|hambatan|halangan|masalah)(?! di| pada)": ",",
    r"\b(?:tahun|thn|th|triwulan|tw|semester|periode) (?:lalu|kemarin|kmrn|kmren|sebelumnya|kemaren)\b": "lain",
    r"\b(?:yang|yg|punya|laporan|lap) (?:(?:bulan|bln|minggu|mgg|hari) )?(?:lalu|kemarin|kmrn|kmren|kemaren)\b": "lain",
    r"\b(?:tahun|thn) 20(?:1\d|2[0-6])\b": "lain",
    r"^.{0,80}\b(?:sampaikan|menyampaikan|melaporkan|laporkan|informasikan|infokan|kabarkan)\b bahwa\b": "",
}
_TOLD = [(re.compile(written), plain) for written, plain in _PHRASES.items()]


def told_shortly(text: str) -> str:
    """A text in small letters with what several words say together put into one: "luar kota", "tapak asta"."""
    for written, plain in _TOLD:
        text = written.sub(plain, text)
    return text
