"""Words of the regions and of thumbs in a hurry, beside those in reply_words.py: each line a plain word and the others.

Javanese, Sundanese, Minang, Banjar, Malay, Makassar, Manado, Ambon and Papua.
"""

REGIONAL = """
selesai: salasai salase tuntung tamat salsai selesaii rengsi
sudah: su so parantos sda sudha sydah sudag sdahh dh ude sampon
belum: can alun bolum lom lum bulum blumm blim blem beloman
tidak: tra tara seng nyanda indak kada dak nggk engg
masih: ijik jik mase msi masi mash keneh masihji
sedang: sek sik lagek saweg sadang sdng tengah sedeng
akan: mw mauk
nanti: nantipi beko kaina kagek mangkin nnti nati
besok: isuak bisuak esuk beso
saya: sa ambo awak beta ku dalem saia aq ak syaa
kami: kitorang torang katong kito
pak: pk pkk kaka ibuk bunda pace mace cak ning uni mpok bg bng kk da bpak bapk bps pakk buu
ya: yo iyo iye io yoi yaps heeh
aja: mawon sja sajo bae bai mawi 
tapi: cm cmn cman mung namung nanging hny
tunggu: menantikan dinanti nantiin
mulai: start
pada: pd
juga: jg jga
bahwa: bhw
banget: bgt bgtt sgt
pagi: pg pgi pgii
sudah: enggeus anggeus
tadi: tdi
kemarin: kamareng kmarn kmrin
segera: lsg lgsung lngsng
semua: sedoyo sedanten sadaya sakabeh kabehan samo
sudah: mpun
saya: ta
ingin: pengen pengin pingin kepengen kepingin pengennya pinginnya inginnya maunya mauku harapannya berharap
bisa: kawa kawah pacak isok
ada: ado
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
