"""zibot keeps an office's Zona Integritas work plan: reads it, reminds, takes evidence, reports each quarter.

Three doors and one room: handlers/ is someone spoke, jobs/ is time passed, rehearsal/ plays Telegram on this machine;
storage/ is what we remember, delivery/ loses nothing on the way in or out; plan/ reads documents, rules/ decide,
monev/ counts and draws, texts/ hold every sentence. app.py says what answers what; door.py opens the line to Telegram
and wakes the house; cli.py is the terminal; the README has the whole map.
"""

__version__ = "0.1.0"
