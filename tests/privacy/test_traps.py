"""What looks like personal data and is none, and what of it is told by a cue."""

import pytest

from openends.engine.privacy.mask import mask

STAYS = [
    ("en", "We sold 100 000 000 units in 2019, 2020 and 2021."),
    ("en", "2019 2020 2021 2022 were bad years"),
    ("en", "EAN 4006381333931 is missing"),
    ("en", "ISBN 978-3-16-148410-0"),
    ("en", "Order 2025550123 never came"),
    ("en", "order 112-3456789-1234567"),
    ("en", "build 19044.1889 crashes"),
    ("en", "at 40.712776, -74.005974"),
    ("en", "iPhone 14 Pro Max 256GB and Galaxy S22 5GB"),
    ("en", "7 Eleven and 5 Guys on Main Street"),
    ("en", "after 10 Years They Close"),
    ("en", "3 Star Hotel Close to the beach"),
    ("en", "paid via PayPal 20"),
    ("en", "google.com and amazon.co.uk and/or booking.com"),
    ("en", "MY SISTER BIRTHDAY PARTY"),
    ("en", "MS Office and MS Teams"),
    ("en", "I Miss Texas, a miss is a miss"),
    ("en", "Johnson & Johnson, Ernst & Young, Marks and Spencer"),
    ("en", "Pan American flew better"),
    ("en", "Mr Trump and Mr. Biden, Joe Biden, Kamala Harris"),
    ("en", "St. John's Hospital and Santa Maria"),
    ("en", "happy @work and @home"),
    ("de", "1.250.000.000 Euro am 01.02.2023 um 10:15"),
    ("de", "Parkplatz 12 und Sitzplatz 3"),
    ("de", "Bahnhofsplatz 2 Minuten entfernt"),
    ("de", "Die Frau Doktor und der Herr Ober"),
    ("de", "Meine Frau Nivea, ich Dove"),
    ("es", "600 123 456 euros"),
    ("pl", "123 456 789 zł"),
    ("it", "via PayPal 20 euro"),
]


@pytest.mark.parametrize(("language", "text"), STAYS)
def test_what_only_looks_like_personal_data_stays(language, text):
    assert mask(text, language).text == text


MASKED = [
    ("en", "My ssn is 219099876", "My ssn is [ID 1]"),
    ("en", "a number 219099876", "a number 219099876"),
    ("en", "Contact: jane (at) example (dot) com", "Contact: [EMAIL 1]"),
    ("en", "my name is jane smith", "my name is [NAME 1]"),
    ("en", "the agent (Paula) was quick", "the agent ([NAME 1]) was quick"),
    ("en", "Great. Keep it up.\nJohanna", "Great. Keep it up.\n[NAME 1]"),
    ("en", "from Paula's colleague", "from Paula's colleague"),
    ("en", "Mr Brown called. Brown was rude.", "Mr [NAME 1] called. [NAME 1] was rude."),
    ("en", "Andrew Smith对我很好", "[NAME 1]对我很好"),
    ("de", "Frau Koch half, der Koch nicht", "Frau [NAME 1] half, der Koch nicht"),
    ("de", "Kundennummer 4711-0815-22", "Kundennummer [ID 1]"),
    ("de", "Frau Weber gab Herrn Ott Geld", "Frau [NAME 1] gab Herrn [NAME 2] Geld"),
    ("fr", "M. Martin et Mme Leroy", "M. [NAME 1] et Mme [NAME 2]"),
    ("ja", "03-1234-5678 です", "[PHONE 1] です"),
    ("pt", "CEP 01310-100", "CEP [ADDRESS 1]"),
    ("es", "Carrera 7 # 71-21, Bogotá", "[ADDRESS 1], Bogotá"),
]


@pytest.mark.parametrize(("language", "text", "expected"), MASKED)
def test_a_cue_or_a_form_tells(language, text, expected):
    assert mask(text, language).text == expected
