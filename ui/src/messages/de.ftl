### Was das Fenster sagt, auf Deutsch. Die Sätze der Engine (Störungen, Hinweise, Fakten) stehen nicht hier.

## Rahmen

app = Altsmith
views = Ansichten
view-describe = Beschreiben
view-history = Verlauf
view-usage = Verbrauch
view-settings = Einstellungen
details-later = Details erscheinen hier, sobald das Bild gelesen ist.
details = Details
notice = Hinweis
messages = Meldungen
close = Schließen
dismiss = Ausblenden
cancel = Abbrechen
loading = Lädt
tooltip = { $label } ({ $keys })
window-title-progress = { $done } von { $total } · Altsmith
start-failed = Altsmith konnte nicht starten
trouble-unexpected = Etwas ist schiefgegangen, das nicht schiefgehen sollte. Versuchen Sie es noch einmal; wenn es bleibt, starten Sie Altsmith neu.

## Bilder hinzufügen

add = Hinzufügen
add-files = Bilder hinzufügen
add-folder = Ordner hinzufügen
add-url = Von URL
paste = Einfügen
try-sample = Mit einem Beispielbild ausprobieren
drop-here = Bilder hier ablegen
drop-here-more = Altsmith beschreibt sie: Alternativtext, ausführliche Beschreibung, Titel und Schlagwörter. Oder auf einem anderen Weg:
drop-now =
    { $count ->
        [0] Ablegen, um mit { $provider } zu beschreiben
        [one] 1 Bild ablegen, um es mit { $provider } zu beschreiben
       *[other] { $count } Bilder ablegen, um sie mit { $provider } zu beschreiben
    }
drop-local = Nichts verlässt diesen Computer
drop-cost-credits =
    { $count ->
        [one] Etwa 1 Credit
       *[other] Etwa { $amount } Credits
    }
drop-cost-usd = Etwa { $amount } US-Dollar
url-title = Bild von einer Adresse hinzufügen
url-label = Adresse des Bildes
url-help = Sie beginnt mit https. Dieser Computer holt das Bild.
url-add = Bild hinzufügen

## Karten

how-to-describe = Wie Bilder beschrieben werden
pictures-list = Bilder
pictures =
    { $count ->
        [one] 1 Bild
       *[other] { $count } Bilder
    }
progress = { $done } von { $total } beschrieben
cancel-all = Alle abbrechen
remove-all = Alle entfernen
card-name = { $name }. { $text }
state-queued = Wartet, bis es an der Reihe ist
state-reading = Bild wird gelesen …
state-describing = Wird beschrieben …
state-waiting = Wartet, weiter in { $seconds } s
state-done = Beschrieben
state-failed = Nicht beschrieben
state-cancelled = Abgebrochen
describe = Beschreiben
describe-again = Neu beschreiben
favourite = Favorit
remove = Entfernen
delete = Löschen
preview = Große Vorschau
preview-open = Große Vorschau von { $name }
preview-none = Von diesem Bild gibt es keine Vorschau.

## Worte

words = Worte
alt-of = Alternativtext von { $name }
alt-empty = Kein Alternativtext
title = Titel
title-of = Titel von { $name }
title-empty = Kein Titel
description = Beschreibung
description-none = Keine ausführliche Beschreibung.
description-edit = Beschreibung bearbeiten
tags = Schlagwörter
tag-add = Schlagwort hinzufügen
tag-new = Neues Schlagwort
tag-remove = Schlagwort { $tag } entfernen
length = { $length } von { $limit } Zeichen
length-over = { $over } zu viel
author-person = Von Ihnen bearbeitet
author-computed = { $name }, berechnet
from-history = Aus dem Verlauf
credits =
    { $count ->
        [one] 1 Credit
       *[other] { $amount } Credits
    }
save-again = Noch einmal speichern

## Kopieren

copied = Kopiert
copy-usual = { $form } kopieren
copy-all = Alle kopieren
copy-as = Kopieren als …
copy-form-usual = üblich
copy-form-alt = Alternativtext
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = Beschreibung
copy-form-title = Titel
copy-form-tags = Schlagwörter

## Für Menschen, die zuhören

announce-done = { $name }: { $words }
announce-failed = { $name }: { $trouble }
announce-copied =
    { $count ->
        [one] Kopiert: { $form }
       *[other] { $count }-mal kopiert: { $form }
    }

## Rückgängig

undo = Rückgängig
undo-list = Lässt sich rückgängig machen
undo-done = Rückgängig gemacht
undo-removed =
    { $count ->
        [one] 1 Bild aus der Liste entfernt
       *[other] { $count } Bilder aus der Liste entfernt
    }
undo-deleted =
    { $count ->
        [one] 1 Eintrag gelöscht
       *[other] { $count } Einträge gelöscht
    }

## Was hilft

remedy-again = Noch einmal versuchen
remedy-again-in = In { $seconds } s noch einmal versuchen
remedy-remove = Entfernen
remedy-key = Schlüssel ersetzen
remedy-key-missing = Schlüssel eintragen
remedy-top-up = Credits aufladen
remedy-settings = Einstellungen öffnen

## Details eines Bildes

versions =
    { $count ->
        [one] 1 Version
       *[other] { $count } Versionen
    }
version-by = { $author }, { $when }
version-now = Aktuell
version-restore = Diese Version verwenden
facts = Fakten
fact-file = Datei
fact-file-value = { $format }, { $size }
fact-origin = Von
fact-described = Beschrieben
sent = Was gesendet wurde
sent-nothing = Nichts hat diesen Computer verlassen.
sent-what = { $format }, { $width } × { $height } Pixel, { $size }, an { $host }.
sent-without-metadata = Ort, Kamera und Kommentare wurden weggelassen.

## Verlauf

search = Verlauf durchsuchen
favourites = Favoriten
found =
    { $count ->
        [one] 1 Eintrag
       *[other] { NUMBER($count) } Einträge
    }
history-empty = Noch nichts hier
history-empty-more = Jede Beschreibung wird hier aufgehoben, damit Sie sie wiederfinden.
history-empty-go = Ein Bild beschreiben
history-nothing-found = Nichts gefunden
history-show-all = Alles zeigen

## Verbrauch

usage-nothing-spent = Es wurde nichts ausgegeben
usage-nothing-spent-more = Alle Beschreibungen entstanden, ohne dass etwas bezahlt wurde.
usage-service = Dienst
usage-pictures = Bilder
usage-from-history = Aus dem Verlauf, kostenlos
usage-spent-column = Kosten
usage-nothing = nichts
usage-empty = Es wurde noch kein Bild beschrieben.
usage-services = Nach Dienst, seit Beginn
usage-saved = etwa { $amount } gespart
usage-balances = Was übrig ist
usage-of-total = von { $amount }
usage-unknown = Der Dienst nennt es nicht
usage-valid-until = Gültig bis { $day }
usage-was-valid-until = War gültig bis { $day }
usage-read = Stand: { $when }
usage-refresh = Aktualisieren
usage-refreshing = Wird abgefragt…
usage-buy = Credits kaufen
usage-buy-where = Öffnet die Seite des Dienstes im Browser
usage-action-of = { $action }, { $name }
usage-balance-read = { $name }: noch { $amount }
usage-left = noch { $amount }
usage-spending = Was verbraucht wurde
usage-period = Zeitraum
usage-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
usage-year = 1 Jahr
usage-unit = Einheit
usage-charges =
    { $count ->
        [0] keine Abbuchung
        [one] 1 Abbuchung
       *[other] { $amount } Abbuchungen
    }
usage-when = { $when } · { $charges }
usage-summary = { $when }: { $amount }, { $charges }
usage-chart-day = Ausgaben nach Tagen
usage-chart-week = Ausgaben nach Wochen
usage-chart-month = Ausgaben nach Monaten
usage-bar = { $when }: { $amount } ({ $shares })
usage-bar-empty = { $when }: nichts
usage-share = { $name } { $amount }
usage-as-table = Als Tabelle zeigen
usage-table-caption = { $when }. Zeiten ohne Abbuchung sind weggelassen.
usage-step-day = Tag
usage-step-week = Woche
usage-step-month = Monat
usage-charges-column = Anzahl
usage-total = Summe
usage-nothing-in-period = In dieser Zeit wurde nichts abgebucht.
usage-nothing-in-unit = { $unit }: In dieser Zeit wurde nichts abgebucht.

## Beträge

amount-credits =
    { $count ->
        [one] 1 Credit
       *[other] { $amount } Credits
    }
amount-requests =
    { $count ->
        [one] 1 Anfrage
       *[other] { $amount } Anfragen
    }
unit-after-credits =
    { $count ->
        [one] Credit
       *[other] Credits
    }
unit-after-requests =
    { $count ->
        [one] Anfrage
       *[other] Anfragen
    }
unit-credits = Credits
unit-requests = Anfragen
unit-usd = US-Dollar

## Auszug

ledger = Auszug
ledger-count =
    { $count ->
        [one] 1 Zeile
       *[other] { NUMBER($count) } Zeilen
    }
ledger-all = Alle Dienste
ledger-export = Als CSV exportieren
ledger-exported = Exportiert
ledger-exported-said = Der Auszug wurde in die Datei geschrieben.
ledger-empty = Noch keine Zeile.
ledger-kind-charge = Abbuchung
ledger-kind-balance = Guthaben abgefragt
ledger-kind-top_up = Credits hinzugekommen
ledger-unknown = Betrag unbekannt
ledger-added = + { $amount }
ledger-name = { $kind }, { $service }, { $time }: { $amount }
ledger-open = { $name } öffnen. { $words }
ledger-open-title = Dieses Bild öffnen
request-id-copy = Anfragekennung { $id } kopieren
request-id-copied = Kopiert: Anfragekennung { $id }

## Einstellungen

settings-contents = Abschnitte der Einstellungen
section-describing = Beschreiben
section-copying = Kopieren
section-reading = Text und Orte
section-privacy = Privatsphäre
section-window = Fenster
section-data = Daten
section-about = Über Altsmith
as-system = Wie das System
setting-provider = Dienst
setting-language = Sprache der Beschreibungen
setting-language-help = Gilt für die nächsten Bilder. Was schon beschrieben ist, bleibt, wie es ist.
setting-style = Stil
setting-length = Länge des Alternativtextes
setting-length-help = In Zeichen, so wie Lesende sie zählen.
setting-own-length = Eigene Länge
setting-own-length-help = Von 20 bis 5000 Zeichen.
setting-copy-form = Übliche Form
setting-copy-form-help = Was der Kopierknopf und seine Taste in die Zwischenablage legen.
setting-read-text = Text in Bildern lesen
setting-read-text-help = Mit Tesseract, auf diesem Computer. Installiert: { $languages }.
setting-read-text-missing = Braucht Tesseract, das auf diesem Computer nicht installiert ist.
setting-places = Ort eines Bildes nennen
setting-places-help = Findet zu den Koordinaten in einem Foto den nächsten Ort, auf diesem Computer. Die Koordinaten werden nie gesendet.
setting-local-only = Nur dieser Computer
setting-local-only-help = Lehnt jeden Dienst ab, der nicht auf diesem Computer läuft.
setting-ui-language = Sprache des Fensters
setting-appearance = Aussehen
appearance-light = Hell
appearance-dark = Dunkel
provider-here = { $name } (dieser Computer)
language-as-window = { $language } (wie das Fenster)
style-alt = Alternativtext
style-long = Lange Beschreibung
style-caption = Bildunterschrift
style-social = Beitrag in sozialen Medien
style-product = Produkt
style-text = Text im Bild
style-tags = Schlagwörter
length-profile-web = Web, { $limit }
length-profile-x = X, { $limit }
length-profile-mastodon = Mastodon, { $limit }
length-profile-bluesky = Bluesky, { $limit }
length-profile-own = Eigene Länge, { $limit }
privacy-local = Auf diesem Computer berechnet, keine KI. Die Bilder bleiben hier.
privacy-sent = Von jedem Bild wird eine kleinere Kopie ohne Ort und Kamera an { $name } gesendet.
provider-gives = Liefert
provider-languages = Sprachen
provider-any-language = alle
provider-takes = Sendet höchstens
provider-takes-value = { $edge } Pixel an der längeren Seite, { $size }
provider-limit = Grenze
provider-limit-value = { $requests } Bilder in { $seconds } Sekunden
provider-price = Preis
price-credits =
    { $count ->
        [one] 1 Credit je Bild
       *[other] { $amount } Credits je Bild
    }
price-usd = { $amount } US-Dollar je Bild
provider-keys =
    { $count ->
        [one] Braucht einen Schlüssel. Er liegt im Schlüsselbund des Systems; eingetragen wird er auf der Kommandozeile:
       *[other] Braucht { $count } Schlüssel. Sie liegen im Schlüsselbund des Systems; eingetragen werden sie auf der Kommandozeile:
    }
provider-key-page = Schlüssel holen
field-email = E-Mail-Adresse
field-endpoint = Adresse des Dienstes
field-model = Modell
provider-home = Startseite
gives-alt = Alternativtext
gives-description = Beschreibung
gives-title = Titel
gives-tags = Schlagwörter
data-where = Beschreibungen, Einstellungen und kleine Kopien Ihrer Bilder liegen in einem Ordner auf diesem Computer:
data-open = Ordner öffnen
about-version = Altsmith { $version }
about-licence = Freie Software, wahlweise unter der MIT-Lizenz oder der Apache-Lizenz 2.0.
about-parts = Mit Tauri, Svelte und SQLite; Symbole von Lucide (ISC-Lizenz).
about-geonames = Ortsnamen: GeoNames (geonames.org), unter CC BY 4.0.

## Tasten

keys-title = Tasten
keys-show = Alle Tasten zeigen
keys-short = Tasten
keys-pictures = Bilder
keys-words = Worte
keys-window = Fenster
key-control = Strg
key-shift = Umschalt
key-space = Leertaste
key-enter = Eingabe
key-escape = Esc
key-delete = Entf
action-add = Bilder hinzufügen
action-paste = Bild einfügen
action-url = Von URL hinzufügen
action-previous = Voriges Bild
action-next = Nächstes Bild
action-preview = Große Vorschau
action-again = Neu beschreiben
action-favourite = Favorit
action-remove = Entfernen oder löschen
action-undo = Rückgängig
action-edit = Worte bearbeiten
action-leave = Worte verlassen
action-save = Speichern und verlassen
action-copy = In der üblichen Form kopieren
action-copy_as = Form wählen
action-search = Verlauf durchsuchen
action-describe = Beschreiben
action-history = Verlauf
action-usage = Verbrauch
action-settings = Einstellungen
action-preferences = Einstellungen
action-keys = Diese Liste
