# ruff: noqa: RUF001, E501 - Cyrillic texts are meant; a text is a line
"""Texts in Serbian and Hungarian, with the places that they name."""

from __future__ import annotations

#: Keys of the store that sentences name, by a word for each; several where the store has a place
#: more than once.
KEYS = {
    word: frozenset(keys.split("/"))
    for word, keys in (
        line.split()
        for line in """
        subotica geonames:3189595
        presevo geonames:786772
        sid geonames:3190922
        beograd geonames:792680
        kladusa geonames:3188225
        bihac geonames:3204222
        dunav danube-river
        apatin geonames:3204793
        sofija geonames:727011
        dimitrovgrad geonames:791487
        sombor geonames:3190342
        solun geonames:734077
        gevgelija geonames:790744/world:940709591
        krnjaca krnjaca-asylum-centre
        obrenovac geonames:787516
        kabul geonames:1138958
        lezbos lesbos-island/world:627883353
        kikinda geonames:789518
        miratovac geonames:787929
        mitrovica geonames:3190103
        pazar geonames:787595
        loznica geonames:3196153
        drina drina-river
        segedin geonames:715429
        vranje geonames:784227
        bec geonames:2761369
        trst geonames:3165185
        palanka geonames:3204674
        bujanovac geonames:792173
        pesta geonames:3054643
        pirot geonames:787050
        zagreb geonames:3186886
        nis geonames:787657
        kanjiza geonames:789600
        skoplje geonames:785842
        istanbul geonames:745044/world:1464904437
        jedrene geonames:747712
        temisvar geonames:665087
        novisad geonames:3194360
        karlovci geonames:3190101
        vidin geonames:725905
        lom geonames:729581
        pristina geonames:786714
        breg geonames:3204670
        evropa world:525029279
        eu world:1243317668
        roszke geonames:716028
        asotthalom geonames:3055835
        morahalom geonames:3047922
        debrecen geonames:721472
        csongrad HU-CS
        hegyeshalom geonames:3051581
        halas geonames:3049880
        roma geonames:3169070
        vac geonames:3043293
        tompa geonames:3043820
        kelebia geonames:3050406
        szanto geonames:3051520
        arad geonames:686254/world:552496383
        varad geonames:671768
        tisa tisa-river
        torokkanizsa geonames:787600
        baja geonames:3055685
        bacskiskun HU-BK
        mohacs geonames:3047967
        nyiregyhaza geonames:716935
        ledine gdelt:453077
        vrsac geonames:784136
        pancevo geonames:787237
        herat geonames:1140026/world:1304628718/world:1103499503
        atina geonames:264371
        tirana geonames:3183875/world:1940391701
        kunduz geonames:1135689/world:1616961096/world:2072696545
        bogovadja bogovada
        leskovac geonames:788709
        izmir geonames:311046/world:1825780414
        hios chios-island
        tutin geonames:784800
        sjenica geonames:3190776
        cazin geonames:3202822
        indjija geonames:790015
        homs geonames:169577/world:1156467835
        sava sava-river
        sabac geonames:3191376
        brisel geonames:2800866
        mako geonames:717902
        kiszombor geonames:718723
        kubekhaza kubekhaza
        bacsalmas geonames:3055760
        pecs geonames:3046526
        evros maritsa-river
        alep geonames:170063
        varsava geonames:756135
        zrenjanin geonames:783814
        janina geonames:261779
        damask geonames:170654
        gradina gradina-rs
        vinogradi backi-vinogradi
        bar geonames:3204509/world:1718131940
        zeneva geonames:2660646
        gyor geonames:3052009
        senta geonames:785965
        becej geonames:792814
        sarajevo geonames:3191281
        gyorgy gdelt:-848714
        zapad x-western-europe
        """.strip().splitlines()
    )
}
#: Sentences in the manner of news, made for this test; what names a place stands in brackets with
#: the key that it means, and was marked before anything had read it.
LATIN = """
U [Subotici|subotica] je policija zatekla 38 državljana [Avganistana|AF] i [Sirije|SY] u fabrici.
Migranti su iz [Preševa|presevo] prebačeni u centar u [Adaševcima|adasevci], blizu [Šida|sid].
Na [srpsko-mađarskoj granici|RS-HU] kod [Horgoša|horgos] sinoć je odjeknulo nekoliko hitaca.
Ministarstvo unutrašnjih poslova [Srbije|RS] javlja da su kod [Kelebije|kelebija-rs] četiri osobe.
Danilo Kiš nije pisao o ovome, ali [Subotica|subotica] danas prima izbeglice iz [Iraka|IQ].
[Mađarska|HU] policija vratila je grupu u [Srbiju|RS], tvrdi organizacija iz [Beograda|beograd].
U [Velikoj Kladuši|kladusa] i [Bihaću|bihac] kampovi su puni, a put ka [Hrvatskoj|HR] zatvoren.
Dvojica [Avganistanaca|AF] pronađena su u [Dunavu|dunav] kod [Apatina|apatin].
Od [Sofije|sofija] do [Dimitrovgrada|dimitrovgrad] plaća se hiljadu evra, kaže Sofija Petrović.
Bar pet osoba povređeno je u tuči u [Somboru|sombor].
Novi talas izbeglica stigao je u maju iz [Turske|TR] preko [Bugarske|BG].
Vozovi iz [Soluna|solun] i dalje staju u [Gevgeliji|gevgelija], u [Severnoj Makedoniji|MK].
Komesarijat navodi da u [Krnjači|krnjaca] i [Obrenovcu|obrenovac] boravi devetsto ljudi.
Porodica iz [Kabula|kabul] je preko [Irana|IR] i [Turske|TR] stigla do [Lezbosa|lezbos].
Marko Sombor, portparol, rekao je da kamp u [Kikindi|kikinda] radi normalno.
[Srpski|RS] i [austrijski|AT] policajci čuvaju [granicu sa Severnom Makedonijom|RS-MK].
U selu [Miratovac|miratovac], u opštini [Preševo|presevo], nalazi se prva tačka prihvata.
U [Sremskoj Mitrovici|mitrovica] je upisano 215 [Sirijaca|SY] i 40 [Pakistanaca|PK].
Iz [Novog Pazara|pazar] i [Loznice|loznica] prelaze [Drinu|drina] u [Bosnu i Hercegovinu|BA].
Advokat Nikola Kovačević kaže da su ljudi iz [Segedina|segedin] vraćeni u [Horgoš|horgos].
[Evropska unija|eu] plaća novi centar u [Vranju|vranje], a [Beč|bec] šalje opremu.
Na [granici Srbije i Mađarske|RS-HU] prošle godine zabeleženo je 100.000 pokušaja prelaska.
Iz [Trsta|trst] su vraćeni u [Sloveniju|SI], pa u [Hrvatsku|HR] i na kraju u [Bihać|bihac].
Meštani [Majdana|majdan] i [Rabe|rabe], uz [Rumuniju|RO], žale se, kaže učiteljica Milica Palanka.
Kod [Bačke Palanke|palanka] se čamac sa devet [Marokanaca|MA] prevrnuo na putu ka [Hrvatskoj|HR].
"""
CYRILLIC = """
Из [Суботице|subotica] је кренуло више од двеста људи ка [мађарској граници|RS-HU].
У [Прешево|presevo] је стигло 120 [Сиријаца|SY], а у [Бујановцу|bujanovac] је отворен још један центар.
Председник [Србије|RS] разговарао је у [Будимпешти|pesta] са премијером [Мађарске|HU].
Полиција је код [Сомбора|sombor] пресрела камион са таблицама из [Словеније|SI].
Нови центар у [Пироту|pirot] примиће људе који долазе из [Бугарске|BG].
Уна Ковач, лекарка из [Загреба|zagreb], лечила је избеглице у [Бихаћу|bihac].
Тело младића извучено је из [Дрине|drina] код [Лознице|loznica].
По извештају Савета [Европе|evropa] [хрватска|HR] полиција тукла је људе код [Велике Кладуше|kladusa].
На [српско-бугарској граници|RS-BG] ухапшен је држављанин [Турске|TR].
Из [Ниша|nis] воз иде до [Београда|beograd], а одатле аутобус до [Суботице|subotica].
У [Грчкој|GR], на острву [Лезбос|lezbos], живи дванаест хиљада тражилаца азила.
Никола Пазар, возач, осуђен је у [Врању|vranje], а брат му у [Нишу|nis].
Село [Мартонош|martonos] код [Кањиже|kanjiza] постало је зборно место.
Бар троје деце нестало је на путу од [Ђевђелије|gevgelija] до [Скопља|skoplje].
[Авганистанци|AF] и [Пакистанци|PK] чине већину у прихватном центру [Обреновац|obrenovac].
Министарство спољних послова [Аустрије|AT] упозорило је [Београд|beograd] на визну политику.
Од [Истанбула|istanbul] до [Једрена|jedrene] пут кошта триста евра.
[Румунска|RO] полиција вратила их је у [Србију|RS] из [Темишвара|temisvar].
У [Новом Саду|novisad] и [Сремским Карловцима|karlovci] волонтери деле храну.
Чамац је потонуо на [Дунаву|dunav] између [Видина|vidin] и [Лома|lom].
У априлу је из [Босне и Херцеговине|BA] у [Црну Гору|ME] враћено седамнаест особа.
Преко [Косова|XK] и [Албаније|AL] иде мањи број људи, кажу у [Приштини|pristina].
Кријумчари у [Шиду|sid] траже 400 евра за вожњу до [Загреба|zagreb].
[Граница са Хрватском|RS-HR] код [Батроваца|batrovci] била је затворена пет сати.
[Мађари|HU] су ограду подигли од [Хоргоша|horgos] до [Бачког Брега|breg], пише [немачка|DE] штампа.
"""
HUNGARIAN = """
[Szegeden|segedin] elfogtak tizenkét [szír|SY] állampolgárt, akik [Szerbiából|RS] érkeztek.
[Röszkénél|roszke] és [Ásotthalomnál|asotthalom] négyszáz határsértőt tartóztattak fel.
A [szerb-magyar határon|RS-HU] megduplázódott a próbálkozások száma, írta egy [belgrádi|beograd] lap.
A rendőrök [Mórahalom|morahalom] közelében állítottak meg egy [bolgár|BG] rendszámú furgont.
A Belügyminisztérium szerint [Debrecenben|debrecen] és [Nyíregyházán|nyiregyhaza] nyílik új iroda.
Pápai Gergő, a [Csongrád-Csanád|csongrad] megyei rendőrség szóvivője cáfolta a hírt.
[Szabadkán|subotica] és [Magyarkanizsán|kanjiza] [afgánok|AF] aludtak az utcán.
[Ausztria|AT] katonákat küldött [Hegyeshalomhoz|hegyeshalom], közölték [Bécsben|bec].
[Törökországból|TR] [Bulgárián|BG] és [Szerbián|RS] át vezet az út [Németországba|DE].
Vác Péter ügyvéd védencét [Kiskunhalason|halas] megverték, majd visszavitték [Szerbiába|RS].
A pápa [Rómában|roma] imádkozott a menekültekért, Pap Vilmos pedig [Vácon|vac] gyűjtött ruhát.
[Tompánál|tompa] és [Kelebiánál|kelebia] éjjel is járőröznek a katonák.
Az [Európai Unió|eu] bírósága elítélte [Magyarországot|HU] a tranzitzónák miatt.
A [belgrádi|beograd] pályaudvarnál háromszáz [pakisztáni|PK] várakozik.
Magyar Péter [Újvidéken|novisad] nem járt, csak [Horgoson|horgos]; a táborban [szírek|SY] éltek.
[Hercegszántó|szanto] mellett, a [szerbiai|RS] oldalról alagutat ástak a kerítés alatt.
Májusban [Görögország|GR] felől [Észak-Macedóniába|MK] kétezren léptek be.
Szabó Miklós [Temesvárról|temisvar] indult, és [Aradon|arad] vagy [Nagyváradon|varad] fogták el.
A [horvát|HR] rendőrök [Bihácsnál|bihac] visszafordították őket [Boszniába|BA].
A [Tiszán|tisa] csónakkal keltek át [Törökkanizsánál|torokkanizsa].
A [Duna|dunav] partján, [Bajánál|baja] három [marokkói|MA] férfit fogtak el.
[Isztambulban|istanbul] hatezer eurót fizetett, [Szófiában|sofija] még ezret.
A [szegedi|segedin] törvényszék elítélte a [zombori|sombor] embercsempészt és egy [iraki|IQ] társát.
[Bács-Kiskun|bacskiskun] megyében, [Baja|baja] és [Mohács|mohacs] között torlódott a forgalom.
[Koszovó|XK] és [Albánia|AL] felé kevesebben indulnak, mondta Német Sándor kutató.
"""

#: A second set, marked when the rules stood; what it showed at first sight is in
#: docs/reading-languages.md, and then the rules were mended.
LATER_LATIN = """
Policija je juče pretresla kuću u naselju [Ledine|ledine]. Vozač iz [Vršca|vrsac] priznao je krivicu.
Sud u [Pančevu|pancevo] odredio je pritvor trojici. Tužilac Goran Vidin nije želeo da komentariše.
Volonterka Ada Marić kuva čaj. Hladno je, kaže, hladnije nego u [Heratu|herat].
Put od [Atine|atina] do [Beča|bec] traje godinu dana. Mnogi odustanu već u [Tirani|tirana].
Crveni krst [Kikinde|kikinda] podelio je ćebad. Jesen je bila topla.
Posle pucnjave kod [Horgoša|horgos] specijalci su češljali šumu. Nađene su četiri puške.
Deca iz [Kunduza|kunduz] idu u školu u [Bogovađi|bogovadja]. Učiteljica Vesna Niškanović ih hvali.
[Makedonska|MK] policija zatvorila je [granicu prema Srbiji|RS-MK] u ponoć.
Ljudi spavaju u parku kod autobuske stanice u [Beogradu|beograd]. Luka, volonter, deli sendviče.
[Nemački|DE] list piše o [balkanskoj ruti|x-western-balkan-route]. Petar Petrović Njegoš nema veze sa tim.
Iz [Vranja|vranje] za [Niš|nis] krenula su dva autobusa. Hrana je stigla iz [Leskovca|leskovac].
Save the Children procenjuje da je u [Srbiji|RS] trećina dece bez roditelja.
Brod je isplovio iz [Izmira|izmir] ka ostrvu [Hios|hios]. Nema preživelih.
Novinari [Bi-Bi-Sija|-] bili su u [Tutinu|tutin]. Zima dolazi, a [Sjenica|sjenica] nema centar.
Na [hrvatsko-bosanskoj granici|HR-BA], blizu [Cazina|cazin], nađen je [Iranac|IR] bez dokumenata.
""".replace("[Bi-Bi-Sija|-]", "agencije")
LATER_CYRILLIC = """
Воз је стао у [Инђији|indjija]. Кондуктер Раде Шабац позвао је полицију.
Мештани кажу да су чули пуцње. Бака Зора из [Ђале|djala] није спавала.
У кампу у [Бујановцу|bujanovac] нема места. Новопридошли спавају у [Прешеву|presevo].
Из [Пакистана|PK] стижу млади мушкарци. Већина жели у [Италију|IT] или [Француску|FR].
[Турски|TR] кријумчари имају људе у [Софији|sofija]. Цена је порасла на јесен.
Влада је послала војску на [границу са Бугарском|RS-BG]. Генерал Милан Лом је задовољан.
Лекари без граница раде у [Београду|beograd]. Соња има двадесет година и долази из [Хомса|homs].
Реч је о породици из [Херата|herat], потврдили су у [Лозници|loznica].
Камион је прешао [Саву|sava] код [Шапца|sabac]. Возач, [Румун|RO], побегао је.
Тридесет људи нађено је у хладњачи код [Димитровграда|dimitrovgrad]. Фебруар је био леден.
Суд у [Сегедину|segedin] казнио је двојицу из [Новог Сада|novisad].
Између [Србије|RS] и [Хрватске|HR] нема договора. Брисел ћути, а [Загреб|zagreb] одбија.
Стара железничка станица у [Суботици|subotica] је празна. Ана и Марко деле воду.
Избеглице из [Украјине|UA] смештене су у [Врању|vranje] и [Сомбору|sombor].
[Европа|evropa] је подељена, каже професорка Јелена Крушевац. Пут преко [Црне Горе|ME] је тежак.
""".replace("Брисел", "[Брисел|brisel]")
LATER_HUNGARIAN = """
A rendőrség hétfőn közölte az adatokat. [Makó|mako] és [Kiszombor|kiszombor] között két autót állítottak meg.
Orbán Viktor [Brüsszelben|brisel] tárgyalt. A kerítést tovább építik, mondta Bakondi György.
Budai László orvos [Bécsből|bec] érkezett. Szerinte [Szerbiában|RS] rosszabb a helyzet.
Tegnap este [Kübekházánál|kubekhaza] lövések dördültek. Senki sem sérült meg.
A tábor lakói [Kabulból|kabul] és [Heratból|herat] jöttek, többségük [Németországba|DE] tart.
Embercsempészt fogtak [Bácsalmáson|bacsalmas]. A [román|RO] férfi [Aradról|arad] indult.
Nagy a forgalom az M5-ös autópályán. Török István szerint a [törökök|TR] jobban fizetnek.
A [magyar–román határnál|HU-RO] tizenöt [indiai|IN] állampolgárt tartóztattak fel.
Budapesti és pécsi önkéntesek jártak [Horgoson|horgos]. Adományt vittek és teát főztek.
A menekültek [Belgrádból|beograd] vonattal mennek [Szabadkára|subotica], onnan gyalog a [szerb határig|RS-HU].
A polgári perben a [Csongrád-Csanád|csongrad] megyei bíróság dönt. Áprilisban várható ítélet.
[Athénban|atina] hatvanezer ember él papírok nélkül. Görög Ibolya nem közülük való.
Az [Evros|evros] folyónál, a [görög-török határon|GR-TR] holttesteket találtak.
Komáromi Gábor kapitány a [mohácsi|mohacs] kompnál szolgál. Hideg volt, esett az eső.
[Európában|evropa] nincs egyetértés. [Lengyelország|PL] és [Csehország|CZ] a kvóták ellen szavazott.
""".replace("Budapesti és pécsi", "[Budapesti|pesta] és [pécsi|pecs]")
#: A third set, marked when the rules had been mended after the second.
LAST_LATIN = """
Ministar Bratislav Gašić posetio je [Horgoš|horgos]. Naoružane bande neće opstati, rekao je.
Tri mladića iz [Alepa|alep] spavala su u napuštenoj ciglani kod [Subotice|subotica].
Frontex je poslao ljude na [bugarsko-tursku granicu|BG-TR]. Avion je leteo iz [Varšave|varsava].
Direktorka centra u [Loznici|loznica], Sanja Kovin, navodi da je pun. Odatle se ide u [Bosnu|BA].
[Tunižani|TN] i [Kubanci|CU] dolaze avionom u [Beograd|beograd] jer im ne treba viza.
Kamionom su prešli [Rumuniju|RO] i stigli u [Arad|arad]. Farsi govori samo jedan.
Žitelji [Bačkih Vinograda|vinogradi] prijavili su krađu. Komandir Toma Zemun to nije potvrdio.
Noću ih čamcem prevoze preko [Tise|tisa] do [Mađarske|HU]. Kraj puta je [Nemačka|DE].
"""
LAST_CYRILLIC = """
Полиција у [Кикинди|kikinda] нашла је двадесет људи у комбију. Возач је из [Зрењанина|zrenjanin].
Кампови у [Грчкој|GR] су затворени. Из [Атине|atina] се сада иде преко [Јањине|janina] ка [Албанији|AL].
Вођа групе, звани Бели, ухапшен је у [Лесковцу|leskovac]. Суђење почиње у марту.
[Сиријски|SY] лекар живи у [Новом Пазару|pazar]. Његов брат је у [Дамаску|damask].
На прелазу [Градина|gradina] чекало се девет сати. Царина је нашла људе у цистерни из [Турске|TR].
[Црногорска|ME] полиција пронашла је чамац у [Бару|bar]. Ветар је био јак.
Организација из [Женеве|zeneva] тврди да је [Хрватска|HR] прекршила закон. Загорка Ракић то пориче.
Пут од [Скопља|skoplje] до [Ниша|nis] води кроз [Врање|vranje]. Људи ходају пругом.
"""
LAST_HUNGARIAN = """
A [kelebiai|kelebia] átkelőnél órákat kell várni. Simon Attila kamionos [Szlovákiából|SK] jött.
[Nyugat-Európába|zapad] tartottak, de [Győrben|gyor] leszállították őket. Fáradtak voltak.
A csempész [Zentán|senta] lakott, és [Óbecséről|becej] szállította az embereket.
Rácz Zoltán szerint a [Tisza|tisa] áradása megállította a csónakokat. Vihar közeledett.
Az [iráni|IR] nő [Pécsett|pecs] szült. A kórház nem kért pénzt, mondta Baranyai Éva főorvos.
[Szarajevóban|sarajevo] tüntettek, [Zágráb|zagreb] pedig jegyzéket küldött. Válasz nem jött.
A határvadászok [Bácsszentgyörgynél|gyorgy] drónt használtak.
A [román-szerb határon|RS-RO] átjutók [Nagybecskereken|zrenjanin] gyűltek össze. Köd volt.
"""
TABLES = {
    "sr-Latn": LATIN,
    "sr-Cyrl": CYRILLIC,
    "hu": HUNGARIAN,
    "later sr-Latn": LATER_LATIN,
    "later sr-Cyrl": LATER_CYRILLIC,
    "later hu": LATER_HUNGARIAN,
    "last sr-Latn": LAST_LATIN,
    "last sr-Cyrl": LAST_CYRILLIC,
    "last hu": LAST_HUNGARIAN,
}
