# ruff: noqa: RUF001 - Cyrillic names are meant
from __future__ import annotations

import sqlite3
import timeit
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import geodata
from balkanroute.mentions.inflection import MOST_FORMS, base_forms
from balkanroute.names import fold

#: A nominative, and forms of it.
LATIN = """
Beograd: Beograda Beogradu Beogradom
Zagreb: Zagreba Zagrebu Zagrebom
Niš: Niša Nišu Nišem Nišom
Horgoš: Horgoša Horgošu Horgošem
Bihać: Bihaća Bihaću Bihaćem
Beč: Beča Beču Bečom
Segedin: Segedina Segedinu Segedinom
Temišvar: Temišvara Temišvaru Temišvarom
Ašothalom: Ašothaloma Ašothalomu Ašothalomom
Ub: Uba Ubu Ubom
Požarevac: Požarevca Požarevcu Požarevcem
Kragujevac: Kragujevca Kragujevcu
Kneževac: Kneževca Kneževcu
Vršac: Vršca Vršcu Vršcem
Šabac: Šapca Šapcu Šapcem
Čačak: Čačka Čačku Čačkom
Sisak: Siska Sisku
Sečanj: Sečnja Sečnju Sečnjem
Zadar: Zadra Zadru Zadrom
Subotica: Subotice Subotici Suboticu Suboticom
Mitrovica: Mitrovice Mitrovici Mitrovicu Mitrovicom
Kikinda: Kikinde Kikindi Kikindu Kikindom
Senta: Sente Senti Sentu Sentom
Ada: Ade Adi Adu
Srbija: Srbije Srbiji Srbiju Srbijom
Inđija: Inđije Inđiji
Bosna: Bosne Bosni Bosnu
Hercegovina: Hercegovine Hercegovini
Luka: Luke Luci Luku Lukom
Palanka: Palanke Palanci Palanku
Požega: Požege Požegi Požezi
Mađarska: Mađarske Mađarskoj Mađarsku Mađarskom
Hrvatska: Hrvatske Hrvatskoj
Raška: Raškoj Raški
Vranje: Vranja Vranju Vranjem
Skoplje: Skoplja Skoplju Skopljem
Plandište: Plandišta Plandištu Plandištem
Preševo: Preševa Preševu Preševom
Pančevo: Pančeva Pančevu
Kosovo: Kosova Kosovu Kosovom
Deliblato: Deliblata Deliblatu
Karlovci: Karlovaca Karlovcima Karlovce
Adaševci: Adaševaca Adaševcima
Lučani: Lučana Lučanima
Vinogradi: Vinograda Vinogradima
Pale: Pala Palama
Novi: Novog Novoga Novom Novome Novim
Sremska: Sremske Sremskoj Sremsku Sremskom
Bela: Bele Beloj Belu
Banja: Banje Banjoj Banji
Donji: Donjeg Donjem Donjim
Stari: Starog Starom
Sremski: Sremskih Sremskim
Plave: Plavih Plavim
Crna: Crnoj Crne
Tripoli: Tripolija Tripoliju
Kale: Kalea Kaleu Kaleom
"""
CYRILLIC = """
Београд: Београда Београду Београдом
Пожаревац: Пожаревца Пожаревцу Пожаревцем
Шабац: Шапца Шапцу
Чачак: Чачка Чачку
Сечањ: Сечња Сечњу
Хоргош: Хоргоша Хоргошу
Суботица: Суботице Суботици Суботицу Суботицом
Србија: Србије Србији Србију
Лука: Луци
Мађарска: Мађарској Мађарску
Врање: Врања Врању
Прешево: Прешева Прешеву
Карловци: Карловаца Карловцима
Нови: Новог Новом
Плаве: Плавих
Сремска: Сремској
"""
HUNGARIAN = """
Szeged: Szegedben Szegedbe Szegedből Szegeden Szegedre Szegedről Szegednél Szegedtől Szegedhez
Szeged: Szegedig Szegedet Szegednek Szegeddel Szegedért szegedi Szegedi
Budapest: Budapesten Budapestre Budapestről Budapesttől Budapesttel Budapestet budapesti
Belgrád: Belgrádban Belgrádba Belgrádból Belgrádon Belgráddal Belgrádhoz Belgrádot belgrádi
Röszke: Röszkén Röszkére Röszkéről Röszkénél Röszkével Röszkéhez Röszkét Röszkéig röszkei
Szabadka: Szabadkán Szabadkára Szabadkáról Szabadkával Szabadkát Szabadkához szabadkai
Magyarkanizsa: Magyarkanizsán Magyarkanizsára magyarkanizsai
Szerbia: Szerbiában Szerbiából Szerbiába Szerbiát Szerbiával szerbiai
Magyarország: Magyarországon Magyarországra Magyarországgal Magyarországot magyarországi
Vajdaság: Vajdaságban Vajdaságból vajdasági
Ásotthalom: Ásotthalmon Ásotthalmot Ásotthalomra Ásotthalomnál ásotthalmi
Kübekháza: Kübekházán Kübekházára kübekházi
Apátfalva: Apátfalván apátfalvi
Győr: Győrött Győrben Győrön Győrhöz Győrt
Pécs: Pécsett Pécsen Pécset Pécsért
Mohács: Moháccsal Mohácson mohácsi
Temesvár: Temesvárott Temesvárral Temesváron Temesvárt
Párizs: Párizsban Párizst Párizzsal
Makó: Makón Makóra Makóval makói
London: Londonban Londont Londonnal
Eger: Egerben egri
Horgoš: Horgoš-nál Horgoš-ra
Calais: Calais-ba Calais-ból Calais-val
"""
ENGLISH = """
Hungary: Hungary's Hungary’s
Serbia: Serbia’s
Balkans: Balkans' Balkans’
States: States'
"""
#: Settlements of Serbia as the bundled store writes them, in the locative: twenty that the tables
#: were written for, then fifty-seven drawn from the store at random once the tables stood.
LOCATIVES = """
Beograd: Beogradu
Novi Sad: Novom Sadu
Niš: Nišu
Kragujevac: Kragujevcu
Subotica: Subotici
Čačak: Čačku
Novi Pazar: Novom Pazaru
Zrenjanin: Zrenjaninu
Pančevo: Pančevu
Sremska Mitrovica: Sremskoj Mitrovici
Vranje: Vranju
Šabac: Šapcu
Bačka Palanka: Bačkoj Palanci
Bela Crkva: Beloj Crkvi
Sremski Karlovci: Sremskim Karlovcima
Stara Pazova: Staroj Pazovi
Požega: Požegi
Bogatić: Bogatiću
Velika Plana: Velikoj Plani
Prokuplje: Prokuplju
Mala Ivanča: Maloj Ivanči
Smederevska Palanka: Smederevskoj Palanci
Jermenovci: Jermenovcima
Valjevo: Valjevu
Vlasotince: Vlasotincu
Velika Greda: Velikoj Gredi
Jelenča: Jelenči
Trstenik: Trsteniku
Kučevo: Kučevu
Bačko Gradište: Bačkom Gradištu
Vilovo: Vilovu
Banovo Polje: Banovom Polju
Brezovica: Brezovici
Preševo: Preševu
Vranić: Vraniću
Ub: Ubu
Grabovac: Grabovcu
Inđija: Inđiji
Velika Moštanica: Velikoj Moštanici
Ostružnica: Ostružnici
Turija: Turiji
Bečej: Bečeju
Iđoš: Iđošu
Veliko Središte: Velikom Središtu
Jadranska Lešnica: Jadranskoj Lešnici
Barajevo: Barajevu
Stubline: Stublinama
Pirot: Pirotu
Stari Grad: Starom Gradu
Palilula: Paliluli
Veliko Gradište: Velikom Gradištu
Banatska Topola: Banatskoj Topoli
Jazovo: Jazovu
Vlajkovac: Vlajkovcu
Plandište: Plandištu
Vojka: Vojki
Bašaid: Bašaidu
Drenovac: Drenovcu
Starčevo: Starčevu
Mol: Molu
Sremčica: Sremčici
Belo Blato: Belom Blatu
Surdulica: Surdulici
Banatski Karlovac: Banatskom Karlovcu
Medveđa: Medveđi
Barice: Baricama
Kać: Kaću
Sot: Sotu
Rudnik: Rudniku
Tomaševac: Tomaševcu
Bačko Petrovo Selo: Bačkom Petrovom Selu
Vrdnik: Vrdniku
Rekovac: Rekovcu
Kraljevo: Kraljevu
Trgovište: Trgovištu
Torak: Toraku
Riđica: Riđici
"""
LOCATIVE_OF = dict(line.split(": ") for line in LOCATIVES.strip().splitlines())
#: Settlements of Hungary drawn from the store at random once the tables stood.
HUNGARIAN_DRAWN = """
Paszab: Paszabon Paszabról paszabi
Pacsirtatelep: Pacsirtatelepen
Perkupa: Perkupán perkupai
Zalalövő: Zalalövőn Zalalövőről
Báta: Bátán Bátáról
Adyliget: Adyligeten
Forráskút: Forráskúton
Páhi: Páhiban Páhin
Csikéria: Csikérián
Ligettelek: Ligetteleken
Domony: Domonyban
Kunpeszér: Kunpeszéren
Piliscsév: Piliscséven
Szigetvár: Szigetváron Szigetvárról
Battonya: Battonyán
Tab: Tabon
Nyíracsád: Nyíracsádon
Millenniumtelep: Millenniumtelepen
Piliscsaba: Piliscsabán
Alsónémedi: Alsónémediben alsónémedi
Bátonyterenye: Bátonyterenyén
Mélykút: Mélykúton mélykúti
Dunaharaszti: Dunaharasztiban Dunaharasztiból dunaharaszti
Rákosliget: Rákosligeten
Nyírvasvári: Nyírvasváriban
Kemecse: Kemecsén Kemecséről
Bácsszőlős: Bácsszőlősön
Gyöngyös: Gyöngyösön Gyöngyösről
Cserkeszőlő: Cserkeszőlőn
Mezőszilas: Mezőszilason
"""


def rows(table, language):
    """Spread a table to a case a form."""
    for line in table.strip().splitlines():
        base, _, forms = line.partition(": ")
        yield from ((form, base, language) for form in forms.split())


CASES = [
    *rows(LATIN, "sr-Latn"),
    *rows(CYRILLIC, "sr-Cyrl"),
    *rows(HUNGARIAN, "hu"),
    *rows(HUNGARIAN_DRAWN, "hu"),
    *rows(ENGLISH, "en"),
]


def test_the_tables_hold_at_least_three_hundred_forms():
    assert len(CASES) >= 300


@pytest.mark.parametrize(("form", "base", "language"), CASES)
def test_the_nominative_is_among_the_forms(form, base, language):
    assert base in base_forms(form, language)


@pytest.mark.parametrize(("base", "language"), sorted({case[1:] for case in CASES}))
def test_a_nominative_is_among_its_own_forms(base, language):
    assert base in base_forms(base, language)


def test_every_settlement_is_reached_from_its_locative():
    reached = [name for name, form in LOCATIVE_OF.items() if name in names_of(form)]
    assert reached == list(LOCATIVE_OF)


@pytest.mark.parametrize("name", LOCATIVE_OF)
def test_the_settlements_are_in_the_bundled_store(name, store):
    found = store.execute(
        "SELECT 1 FROM name JOIN place ON id = place WHERE folded = ? AND country = 'RS'",
        (fold(name),),
    )
    assert found.fetchone()


def names_of(form):
    """Give the names that several words may be forms of."""
    return {" ".join(words) for words in product(*(base_forms(w, "sr-Latn") for w in form.split()))}


@pytest.fixture(scope="module")
def store():
    with sqlite3.connect(geodata.path("settlements")) as connection:
        yield connection
    connection.close()


@pytest.mark.parametrize(
    ("form", "base", "language"),
    [
        ("Beogradu", "Beograd", "sr-Latn"),
        ("Suboticu", "Subotica", "sr-Latn"),
        ("Pančevu", "Pančevo", "sr-Latn"),
        ("Požarevcu", "Požarevac", "sr-Latn"),
        ("Карловаца", "Карловци", "sr-Cyrl"),
        ("Mađarskoj", "Mađarska", "sr-Latn"),
        ("Szegeddel", "Szeged", "hu"),
        ("Röszkénél", "Röszke", "hu"),
        ("szegedi", "Szeged", "hu"),
        ("Hungary’s", "Hungary", "en"),
    ],
)
def test_the_likeliest_form_comes_first(form, base, language):
    assert base_forms(form, language)[0] == base


@pytest.mark.parametrize(
    ("word", "language"),
    [("Vranje", "sr-Latn"), ("Srbija", "sr-Latn"), ("Sopron", "hu"), ("Budapest", "hu")],
)
def test_a_word_that_looks_like_a_nominative_comes_first(word, language):
    assert base_forms(word, language)[0] == word


def test_a_suffix_of_the_wrong_harmony_is_none():
    assert base_forms("Szegedban", "hu") == ("Szegedban",)
    assert base_forms("Belgrádben", "hu") == ("Belgrádben",)


def test_a_short_final_vowel_takes_no_case_suffix():
    assert base_forms("Kataban", "hu") == ("Kataban",)


def test_capitals_give_capitals():
    assert "SUBOTICA" in base_forms("SUBOTICI", "sr-Latn")
    assert "ПОЖАРЕВАЦ" in base_forms("ПОЖАРЕВЦУ", "sr-Cyrl")


@pytest.mark.parametrize("language", ["hr", "bs", "cnr", "sr", "sr-Latn-RS", "sh"])
def test_every_tag_of_serbo_croatian_is_read(language):
    assert "Zagreb" in base_forms("Zagrebu", language)


def test_another_language_gives_the_word_alone():
    assert base_forms("Berlins", "de") == ("Berlins",)


WORDS = st.text(max_size=20) | st.sampled_from([form for form, _, _ in CASES])


@given(WORDS, st.sampled_from(["en", "hu", "sr-Latn", "sr-Cyrl", "mk"]))
def test_forms_are_few_distinct_and_hold_the_word(word, language):
    forms = base_forms(word, language)
    assert word in forms
    assert len(set(forms)) == len(forms) <= MOST_FORMS


@pytest.mark.parametrize("form", [form for form, _, _ in rows(CYRILLIC, "sr-Cyrl")])
def test_forms_stay_in_the_script_of_the_word(form):
    assert all("Ѐ" <= letter <= "ӿ" for made in base_forms(form, "sr-Cyrl") for letter in made)


def test_a_known_word_takes_under_three_microseconds():
    base_forms("Subotici", "sr-Latn")
    calls = 10_000
    took = min(timeit.repeat(lambda: base_forms("Subotici", "sr-Latn"), number=calls, repeat=5))
    assert took / calls < 3e-6
