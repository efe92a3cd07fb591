"""zibot keeps an office's Zona Integritas work plan: reads it, reminds, takes evidence, reports each quarter.

Three doors and one room: handlers/ is someone spoke, jobs/ is time passed, web/ is a browser or Telegram called us;
storage/ is what we remember, delivery/ loses nothing on the way in or out; plan/ reads documents, rules/ decide,
monev/ counts and draws, texts/ hold every sentence. proof/ and backup/ keep it honest and safe, doctor/ says what is
wrong; rehearsal/ plays Telegram on this machine. app.py says what answers what, service.py runs it; door.py opens the
line to Telegram and wakes the house; cli/ is the terminal; the README has the whole map.
"""

__version__ = "0.1.0"
