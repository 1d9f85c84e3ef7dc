# ruff: noqa: E501, RUF001 - a sentence stands on a line; Cyrillic and Greek are the subject
from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.mentions.languages import SUPPORTED, language_of

READ = [
    (
        "en",
        "The police stopped two lorries near the village on Monday and found forty people inside.",
    ),
    ("en", "Officials said that the fence would be raised before the winter."),
    (
        "sr-Latn",
        "Policija je u ponedeljak zaustavila dva kamiona kod sela i pronašla četrdeset ljudi.",
    ),
    ("sr-Latn", "Opština tvrdi da će ograda biti podignuta pre zime, ali meštani u to ne veruju."),
    (
        "sr-Latn",
        "Policija je u ponedjeljak zaustavila dva kamiona kod sela i našla četrdeset ljudi.",
    ),
    (
        "sr-Latn",
        "Vlasti su priopćile da će ograda biti podignuta prije zime, što mještani ne vjeruju.",
    ),
    (
        "sr-Latn",
        "Migranti su prema njegovim riječima došli preko rijeke, a potom su nastavili put prema sjeveru.",
    ),
    ("sr-Latn", "Policija je rekla da su ljudi nadjeni u kamionu na putu za Suboticu."),
    (
        "sr-Cyrl",
        "Полиција је у понедељак зауставила два камиона код села и пронашла четрдесет људи.",
    ),
    ("sr-Cyrl", "Општина тврди да ће ограда бити подигнута пре зиме, али мештани у то не верују."),
    ("sr-Cyrl", "Влада је одлучила да се граница затвори за камионе."),
    (
        "hu",
        "A rendőrség hétfőn két teherautót állított meg a falu mellett, és negyven embert talált bennük.",
    ),
    ("hu", "Az önkormányzat szerint a kerítést még a tél előtt megépítik."),
]

TOLD_APART = [
    ("mk", "Полицијата во понеделник запре два камиони кај селото и најде четириесет луѓе."),
    ("mk", "Владата соопшти дека оградата ќе биде подигната пред зимата."),
    ("bg", "Полицията спря в понеделник два камиона край селото и откри четиридесет души."),
    ("bg", "Общината твърди, че оградата ще бъде издигната преди зимата."),
    ("ru", "В понедельник полиция остановила два грузовика у деревни и нашла в них сорок человек."),
    ("ru", "Власти заявили, что забор будет построен до зимы."),
    ("uk", "У понеділок поліція зупинила дві вантажівки біля села і знайшла в них сорок людей."),
    ("uk", "Влада заявила, що паркан буде збудовано до зими."),
    ("sq", "Policia ndaloi të hënën dy kamionë pranë fshatit dhe gjeti dyzet njerëz brenda."),
    ("sq", "Zyrtarët thanë se gardhi do të ngrihet para dimrit."),
    ("ro", "Poliția a oprit luni două camioane lângă sat și a găsit patruzeci de oameni."),
    ("ro", "Autoritățile au spus că gardul va fi ridicat înainte de iarnă."),
    (
        "el",
        "Η αστυνομία σταμάτησε τη Δευτέρα δύο φορτηγά κοντά στο χωριό και βρήκε σαράντα ανθρώπους.",
    ),
    ("tr", "Polis pazartesi günü köyün yakınında iki kamyonu durdurdu ve içinde kırk kişi buldu."),
    (
        "de",
        "Die Polizei hielt am Montag zwei Lastwagen bei dem Dorf an und fand vierzig Menschen darin.",
    ),
    (
        "it",
        "La polizia ha fermato lunedì due camion vicino al villaggio e ha trovato quaranta persone.",
    ),
    (
        "fr",
        "La police a arrêté lundi deux camions près du village et y a trouvé quarante personnes.",
    ),
    (
        "es",
        "La policía detuvo el lunes dos camiones cerca del pueblo y encontró a cuarenta personas.",
    ),
    ("ar", "أوقفت الشرطة يوم الاثنين شاحنتين قرب القرية وعثرت على أربعين شخصا."),
    ("fa", "پلیس روز دوشنبه دو کامیون را در نزدیکی روستا متوقف کرد و چهل نفر را پیدا کرد."),
    (
        "sl",
        "Policija je v ponedeljek ustavila dva tovornjaka pri vasi in v njih našla štirideset ljudi.",
    ),
    ("sk", "Polícia v pondelok zastavila dva kamióny pri dedine a našla v nich štyridsať ľudí."),
    ("cs", "Policie v pondělí zastavila dva kamiony u vesnice a našla v nich čtyřicet lidí."),
    (
        "pl",
        "Policja zatrzymała w poniedziałek dwie ciężarówki koło wsi i znalazła czterdzieści osób.",
    ),
    ("nl", "De politie hield maandag twee vrachtwagens bij het dorp aan en vond veertig mensen."),
    (
        "pt",
        "A polícia parou na segunda-feira dois camiões perto da aldeia e encontrou quarenta pessoas.",
    ),
    ("ps", "پولیسو د دوشنبې په ورځ د کلي سره نژدې دوه لارۍ ودرولې او څلوېښت کسان یې وموندل."),
    ("ur", "پولیس نے پیر کو گاؤں کے قریب دو ٹرک روکے اور ان میں چالیس افراد کو پایا۔"),
    ("tg", "Полис рӯзи душанбе ду мошини боркашро дар назди деҳа боздошт ва чил нафарро ёфт."),
    ("he", "המשטרה עצרה ביום שני שתי משאיות ליד הכפר ומצאה ארבעים אנשים."),
]

HEADLINES = [
    ("en", "Two arrested near the border"),
    ("sr-Latn", "Uhapšeni kod granice"),
    ("sr-Latn", "U Subotici uhapšena dva krijumčara"),
    ("hu", "Két embercsempészt fogtak el Szegeden"),
    ("hu", "Elfogták a határnál"),
    ("sr-Cyrl", "Ухапшени код границе"),
]
NO_LANGUAGE = [
    "",
    "12.3.2023 14:55",
    "Subotica",
    "Budapest – Moscow",
    "http://x.y/z?a=1",
    "!!! ??? ...",
    "xqz wvk jjq zzt qqx",
    "Ана",
    "@ana #granica https://example.org/on-the-road-to-the-north",
    "\ud800\udfff",
]


@pytest.mark.parametrize(("tag", "text"), READ)
def test_a_sentence_in_a_language_that_is_read_gives_its_tag(tag, text):
    assert language_of(text) == tag


@pytest.mark.parametrize(("tag", "text"), TOLD_APART)
def test_a_sentence_in_another_language_is_told_apart(tag, text):
    assert language_of(text) == tag


@pytest.mark.parametrize(("tag", "text"), HEADLINES)
def test_a_headline_of_a_few_words_is_enough(tag, text):
    assert language_of(text) == tag


@pytest.mark.parametrize("text", NO_LANGUAGE)
def test_what_is_no_prose_has_no_language(text):
    assert language_of(text) is None


def test_languages_that_are_read_are_told_as_such():
    assert {tag for tag, _ in READ} == set(SUPPORTED)


def test_no_other_language_is_taken_for_one_that_is_read():
    assert not SUPPORTED.keys() & {tag for tag, _ in TOLD_APART}


def test_english_words_in_a_text_leave_it_its_language():
    text = READ[2][1] + " Frontex i UNHCR (The Refugee Agency) nisu odgovorili na pitanja."
    assert language_of(text) == "sr-Latn"


def test_the_script_is_that_of_most_letters():
    latin, cyrillic = (next(s for tag, s in READ if tag == t) for t in ("sr-Latn", "sr-Cyrl"))
    assert language_of(latin * 3 + cyrillic) == "sr-Latn"
    assert language_of(latin + cyrillic * 3) == "sr-Cyrl"


@given(st.text())
def test_any_text_gives_a_tag_or_none(text):
    assert language_of(text) is None or language_of(text)


def test_a_long_article_takes_under_ten_milliseconds():
    article = READ[0][1] * 100
    language_of(article)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        language_of(article)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.010


def test_the_detector_is_loaded_when_it_is_first_asked():
    script = "import sys, balkanroute.mentions.languages; sys.exit('gcld3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
