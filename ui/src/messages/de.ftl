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
drop-cost = Etwa { $cost }
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
state-done = Beschrieben
state-failed = Nicht beschrieben
state-cancelled = Abgebrochen
describe = Beschreiben
describe-again = Neu beschreiben
describe-again-cost = Neu beschreiben ({ $cost })
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
save-again = Noch einmal speichern
answer-new = Neue Antwort von { $name }. Ihre Worte bleiben, bis Sie wählen.
answer-new-of = Neue Antwort für { $name }
answer-use = Antwort verwenden
answer-keep = Meine behalten

## Kopieren

copied = Kopiert
copy-usual = { $form } kopieren
copy-all = Alle kopieren
copy-as = Kopieren als …
copy-form-usual = üblich
copy-form-alt = Alternativtext
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-img_with_tags = HTML <img> mit Titel und Schlagwörtern
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = Beschreibung
copy-form-title = Titel
copy-form-tags = Schlagwörter

## Für Menschen, die zuhören

announce-done = { $name }: { $words }
announce-failed = { $name }: { $trouble }
announce-begin = { $total } Bilder werden beschrieben
announce-quarter = { $done } von { $total } fertig
announce-end =
    { $total } Bilder: { $described } beschrieben{ $failed ->
        [0] {""}
       *[other] , { $failed } nicht
    }{ $stopped ->
        [0] {""}
       *[other] , { $stopped } abgebrochen
    }
announce-answer-new = { $name }, neue Antwort: { $words }. Ihre eigenen Worte bleiben, bis Sie wählen.
announce-copied =
    { $count ->
        [one] Kopiert: { $form }
       *[other] { $count }-mal kopiert: { $form }
    }

## Dienste, die Geld kosten

pick-model = Modell
languages-known = { $name } schreibt { $languages }.
languages-switch = Auf { $language } beschreiben
language-unknown = { $language } (nicht mit { $name })
cost-and-left = { $cost }, noch { $left }
time-seconds = { $seconds } s
time-minutes = { $minutes } min
time-hours = { $hours } h
time-hours-minutes = { $hours } h { $minutes } min
drop-cost-each = Je etwa { $cost }
drop-calls-each =
    { $count ->
        [one] Je 1 Anfrage
       *[other] Je { $count } Anfragen
    }
held = Wartet auf Ihre Zustimmung
held-title =
    { $count ->
        [one] 1 Bild für { $name }
       *[other] { $count } Bilder für { $name }
    }
held-asking = Kosten werden ermittelt
held-about = etwa { $cost }
held-most = höchstens { $cost }
held-unknown =
    { $count ->
        [one] 1 Anfrage; was sie kostet, sagt der Dienst nicht
       *[other] { $count } Anfragen; was sie kosten, sagt der Dienst nicht
    }
held-known =
    { $count ->
        [one] 1 ist schon bekannt und kostet nichts
       *[other] { $count } sind schon bekannt und kosten nichts
    }
held-known-all =
    { $count ->
        [one] schon bekannt, kostet nichts
       *[other] alle schon bekannt, kosten nichts
    }
held-partly = noch nicht alle angesehen
held-time = dauert etwa { $time }
held-host = geht an { $host }
held-here = nichts verlässt diesen Computer
costs-nothing = kostet nichts
held-go =
    { $count ->
        [one] 1 Bild beschreiben
       *[other] { $count } Bilder beschreiben
    }
not-now = Nicht jetzt
announce-held = { $title }: { $cost }. Wartet auf Ihre Zustimmung.
state-held = Wartet auf Ihre Zustimmung
state-left = Vom letzten Mal übrig
words-broke-off = So viel war gekommen, bevor die Antwort abbrach:
waiting-limit = Weiter in { $time } (Grenze des Dienstes)
waiting-service = Wartet auf den Dienst …
waiting-recovery = Der Dienst ist gestört, nächster Versuch in { $time }
failed-again =
    { $count ->
        [one] Das fehlgeschlagene Bild noch einmal versuchen
       *[other] Fehlgeschlagene Bilder noch einmal versuchen ({ $count })
    }
cancelled-again =
    { $count ->
        [one] Das abgebrochene Bild beschreiben
       *[other] Abgebrochene Bilder beschreiben ({ $count })
    }
unknown-again =
    { $count ->
        [one] Noch einmal senden
       *[other] Noch einmal senden ({ $count })
    }
sort = Sortieren
sort-added = Wie sie kamen
sort-name = Nach Namen
sort-state = Was auf Sie wartet zuerst
held-left-title =
    { $count ->
        [one] 1 Bild ist vom letzten Mal übrig, für { $name }
       *[other] { $count } Bilder sind vom letzten Mal übrig, für { $name }
    }
held-left =
    { $count ->
        [one] 1 davon ist vom letzten Mal übrig.
       *[other] { $count } davon sind vom letzten Mal übrig.
    }
failed-uncertain =
    { $count ->
        [one] 1 Bild wurde vielleicht schon berechnet. Ob es noch einmal gesendet wird, entscheiden Sie.
       *[other] { $count } Bilder wurden vielleicht schon berechnet. Ob sie noch einmal gesendet werden, entscheiden Sie.
    }
trouble-code = Code { $code }
trouble-request = Anfrage
incomplete = Es kam nicht alles. { $message }
incomplete-rest = Den Rest anfragen

## Guthaben, die zu Ende gehen

balance-alert = { $name }: { $message }

## Anfragen ohne Antwort

unfinished =
    { $count ->
        [one] { $name } beschrieb gerade 1 Bild, als Altsmith oder die Verbindung abbrach. Es kann berechnet worden sein.
       *[other] { $name } beschrieb gerade { $count } Bilder, als Altsmith oder die Verbindung abbrach. Sie können berechnet worden sein.
    }
unfinished-several = { $count } Bilder wurden gerade beschrieben, als Altsmith oder die Verbindung abbrach. Sie können berechnet worden sein.
unfinished-more = Wird ein Bild noch einmal gesendet, kann es ein zweites Mal berechnet werden. Es zu lassen kostet nichts weiter.
unfinished-more-free = Zu fragen, was daraus wurde, kostet nichts.
unfinished-ask = Fragen, was daraus wurde
unfinished-ask-of = Fragen, was daraus wurde: { $name }
unfinished-twice-of = Noch einmal senden, kann doppelt berechnet werden: { $name }
unfinished-cancel-of = Abbrechen: { $name }
unfinished-unknown = Ein Bild, das nicht mehr da ist
unfinished-again = Noch einmal senden
unfinished-again-of = Noch einmal senden: { $name }
unfinished-leave = Lassen
unfinished-leave-of = Lassen: { $name }
unfinished-show-all = Alle { $count } zeigen
unfinished-so-far = Bis dahin: „{ $text }“
unfinished-asked = { $name }: Der Dienst hat gesagt, was daraus wurde
unfinished-sent = { $name }: noch einmal gesendet
unfinished-left = { $name }: gelassen

## Fragen zu einem Bild

questions = Zu diesem Bild fragen
question-label = Frage
question-ask = Fragen
question-cost = { $name } antwortet: { $cost } je Frage.
question-cost-unknown = { $name } antwortet. Was eine Frage kostet, sagt der Dienst nicht.
question-here = { $name } antwortet, auf diesem Computer.
question-waiting = Wartet auf { $name } …
question-nobody =
    { $count ->
        [0] { $name } nimmt keine Fragen zu Bildern an.
       *[other] { $name } nimmt keine Fragen zu Bildern an. { $names } kann das, sobald der Dienst eingerichtet ist.
    }
announce-answer = { $name }: { $answer }

## Rückgängig

undo = Rückgängig
undo-list = Lässt sich rückgängig machen
undo-done = Rückgängig gemacht
undo-answer-used = Die neue Antwort gilt statt Ihrer Worte
undo-connection = { $name } wurde entfernt
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
remedy-again-cost = Noch einmal versuchen ({ $cost })
remedy-ask-outcome = Kostenlos fragen, was daraus wurde
remedy-another-service = Anderen Dienst wählen
remedy-remove = Entfernen
remedy-key = Schlüssel ersetzen
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
fact-other-place = Auch in
fact-described = Beschrieben
sent = Was gesendet wurde
sent-nothing = Nichts hat diesen Computer verlassen.
sent-what = { $format }, { $width } × { $height } Pixel, { $size }, an { $host }.
sent-what-via = { $format }, { $width } × { $height } Pixel, { $size }, an { $host }, auf dem Weg über { $via }.
sent-address = Nur die Webadresse des Bildes wurde an { $host } weitergegeben.
spent-in-all = Kosten insgesamt: { $amount }.
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
history-export-as = Exportieren als
history-export = Exportieren
history-exported = Exportiert
export-form-csv_with_mark = CSV für Tabellenprogramme
export-form-csv = CSV
export-form-jsonl = JSON, je eine Zeile
export-form-html = HTML-Seite
export-form-beside = Eine Datei neben jedem Bild
history-exported-said = { $written ->
        [one] Eine Beschreibung wurde geschrieben.
       *[other] { $written } Beschreibungen wurden geschrieben.
    }
history-export-foreign = { $count ->
        [one] Eine Datei dieses Namens ist nicht von Altsmith und blieb, wie sie ist.
       *[other] { $count } Dateien dieser Namen sind nicht von Altsmith und blieben, wie sie sind.
    }
history-export-failed = { $count ->
        [one] Eine Datei konnte nicht geschrieben werden.
       *[other] { $count } Dateien konnten nicht geschrieben werden.
    }
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
usage-unknown = Der Dienst nennt es nicht
usage-valid-until = Gültig bis { $day }
usage-was-valid-until = War gültig bis { $day }
usage-read = Stand: { $when }
usage-reckoned = { $amount } verbraucht, seit der Dienst gefragt wurde, { $when }
usage-about = etwa { $amount }
usage-refresh = Aktualisieren
usage-refreshing = Wird abgefragt …
usage-buy-where = Öffnet die Seite des Dienstes im Browser
usage-action-of = { $action }, { $name }
usage-balance-read = { $name }: { $amount } übrig
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
        [one] 1 Guthabenpunkt
       *[other] { $amount } Guthabenpunkte
    }
amount-requests =
    { $count ->
        [one] 1 Anfrage
       *[other] { $amount } Anfragen
    }
out-of = von { $amount }
out-of-credits =
    { $count ->
        [one] von 1 Guthabenpunkt
       *[other] von { $amount } Guthabenpunkten
    }
out-of-requests =
    { $count ->
        [one] von 1 Anfrage
       *[other] von { $amount } Anfragen
    }
amount-left = { $amount } übrig
buy-credits = Guthaben kaufen
unit-after-credits =
    { $count ->
        [one] Guthabenpunkt
       *[other] Guthabenpunkte
    }
unit-after-requests =
    { $count ->
        [one] Anfrage
       *[other] Anfragen
    }
unit-credits = Guthabenpunkte
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
ledger-kind-perhaps = Vielleicht berechnet
ledger-kind-balance = Guthaben abgefragt
ledger-kind-top_up = Guthaben hinzugekommen
ledger-unknown = Betrag unbekannt
ledger-in-all = insgesamt { $amount }
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
setting-instruction = Eigene Anweisung
setting-instruction-help = Für Dienste, die eine annehmen: { $names }. Sie geht anstelle des Stils mit jedem Bild mit, bis Sie sie leeren.
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
setting-ask-from = Kosten vor dem Senden zeigen
setting-ask-from-help = Bilder für einen Dienst warten, bis Sie gesehen haben, was sie kosten.
ask-from = Ab { $amount } Bildern
ask-never = Nie
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
price-each = { $amount } je Anfrage
provider-key-page = Schlüssel holen
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

shortcuts-title = Tasten
shortcuts-show = Alle Tasten zeigen
shortcuts-short = Tasten
shortcuts-pictures = Bilder
shortcuts-words = Worte
shortcuts-window = Fenster
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
action-go_ahead = Bilder beschreiben, die auf Ihre Zustimmung warten
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
action-shortcuts = Diese Liste

## Dienste

section-services = Dienste
set-up = Einrichten
remedy-keys = Schlüssel einrichten
remedy-vault = Passphrase eingeben
remedy-budget = Budget ändern
remedy-resend = Noch einmal senden, kann doppelt berechnet werden
provider-details = Schlüssel, Modell und Budget
service-needs-key = { $name } braucht einen Schlüssel, bevor er Bilder beschreiben kann.
service-chosen = Beschreibt Ihre Bilder
service-choose = Mit diesem Dienst beschreiben
service-keys =
    { $count ->
        [one] Schlüssel
       *[other] Schlüssel
    }
service-form = Wie er beschreibt
service-model = Modell
service-budget = Budget
service-budget-help = Eine Anfrage, die darüber hinausginge, wird nicht gesendet. Ein leeres Feld heißt: keine Grenze.
connection-add = Server hinzufügen
connection-add-do = Hinzufügen
connection-kind = Form der Schnittstelle
connection-name = Name
connection-id = Befehle nennen ihn { $id }.
connection-address = Adresse, mit /v1
connection-address-help = Auf diesem Computer zum Beispiel http://127.0.0.1:1234/v1. Ein anderer Computer braucht https.
connection-added = { $name } wurde hinzugefügt
connection-remove = Diesen Server entfernen
service-advanced = Erweitert
service-endpoint-help = Ändern Sie sie nur, wenn der Dienst Ihnen eine andere genannt hat. Schlüssel und Bilder gehen dorthin.
model-cost = Jedes Bild braucht { $amount }.
model-calls-cost = Jedes Bild braucht { $requests } und { $amount }.
model-cost-unknown = Was ein Bild kostet, steht hier, sobald der Dienst es gesagt hat.
model-sees = { $name } (sieht Bilder)
model-blind = { $name } (sieht keine Bilder)
model-may-see = { $name } (sieht vielleicht keine Bilder)
budget-run = Für einen Stapel
budget-run-help = Bilder, die zusammen gesendet werden, oder ein Befehl.
budget-day = Für einen Tag
budget-month = Für einen Monat
budget-none = Keine Grenze
budget-unit = Einheit
budget-spent-day = Heute { $amount }
budget-spent-month = In diesem Monat { $amount }
budget-spent-of-day = Heute { $spent } { $cap }
budget-spent-of-month = In diesem Monat { $spent } { $cap }
credits-left-of = { $remaining } { $total } übrig
credits-left-until = { $left }, gültig bis { $day }
field-required = nötig
field-optional = freiwillig

## Schlüssel von Diensten

key-state-none = Noch kein Schlüssel
key-state-some = Nicht alle Schlüssel sind eingetragen
key-state-set = Schlüssel eingetragen
key-state-ends = Schlüssel eingetragen, endet auf { $last4 }
key-state-environment = Schlüssel aus der Umgebung
key-state-environment-ends = Schlüssel aus der Umgebung, endet auf { $last4 }
key-state-unknown = Schlüssel sind nicht lesbar
key-elsewhere = Eingegeben für { $origin } und nicht an die jetzt gesetzte Adresse gesendet. Geben Sie ihn für diese Adresse neu ein, oder löschen Sie ihn.
key-from-keyring = im Schlüsselbund
key-from-vault = in Ihrer Datei mit Passphrase
key-from-session = bis Altsmith geschlossen wird
key-from-environment = aus der Umgebung, für diesen Programmlauf
key-replace = Ersetzen
keys-delete = Schlüssel löschen
key-deleting = Wird gelöscht …
key-delete-keep = Behalten
key-delete-sure = Diesen Schlüssel löschen? Altsmith kann ihn nicht zurückholen; Sie müssten ihn neu eingeben.
key-deleted = Gelöscht: { $label }
keys-save = Speichern
keys-saving = Wird gespeichert …
keys-saved = Gespeichert
keys-empty = Noch ist nichts eingegeben.
keys-keyring-asks = Der Schlüsselbund fragt vielleicht in einem eigenen Fenster nach seinem Passwort.
keys-asking = Der Schlüsselbund wird gefragt. Vielleicht will er in einem eigenen Fenster sein Passwort wissen.
secret-show = Eingabe zeigen: { $label }
secret-show-short = Zeigen
secret-hide-short = Verbergen
check-key = Schlüssel testen
checking-key = Wird getestet …
account-create-help = Noch kein Konto? Füllen Sie aus, was darüber und hier steht, und legen Sie eines an. Der Schlüssel kommt per E-Mail. Mit einem Konto geht es darunter weiter.
account-create = Konto anlegen
account-creating = Wird angelegt …
account-activate = Konto freischalten
account-activating = Wird freigeschaltet …
account-again = Konto anlegen oder freischalten

## Wo Schlüssel aufbewahrt werden

setting-key-place = Wo Schlüssel aufbewahrt werden
setting-key-place-help = Für Schlüssel, die Sie von jetzt an eingeben. Schon aufbewahrte bleiben, wo sie sind.
key-place-keyring = Im Schlüsselbund dieses Systems
key-place-keyring-help = Dauerhaft, und mit Ihrer Sitzung zusammen gesperrt. Die beste Wahl, wo es einen gibt.
key-place-session = Bis Altsmith geschlossen wird
key-place-session-help = Nur im Arbeitsspeicher. Nichts wird geschrieben, und beim nächsten Mal geben Sie die Schlüssel neu ein.
key-place-vault = In einer Datei mit Passphrase
key-place-vault-help = Verschlüsselt im Datenordner von Altsmith. Die Passphrase geben Sie nach jedem Start einmal ein.
place-ways = Fragen Sie noch einmal, oder bewahren Sie die Schlüssel anders auf:
place-or = Oder bewahren Sie die Schlüssel anders auf:
place-asking = Wird gefragt …
place-session-way = Aufbewahren, bis Altsmith geschlossen wird
place-vault-way = Datei mit Passphrase benutzen
vault-sheet = Schlüssel entsperren
vault-make-title = Wählen Sie eine Passphrase
vault-make-help = Mehrere Wörter, die nur Sie kennen. Sie lässt sich nicht wiederherstellen: Ohne sie müssen die Schlüssel in der Datei neu eingegeben werden.
vault-open-title = Geben Sie die Passphrase der Datei mit Ihren Schlüsseln ein
vault-open-help = Einmal für diesen Lauf von Altsmith.
vault-passphrase = Passphrase
vault-again = Passphrase noch einmal
vault-differ = Die beiden sind nicht gleich.
vault-make = Datei anlegen
vault-making = Datei wird angelegt …
vault-open = Entsperren
vault-opening = Wird entsperrt …
vault-open-now = Die Datei mit Ihren Schlüsseln ist entsperrt.
vault-is-open = Entsperrt, bis Altsmith geschlossen wird.

## Einen Dienst einrichten

setup-title = { $name } einrichten
setup-get = Sie brauchen einen Schlüssel
setup-paste =
    { $count ->
        [one] Hier einfügen
       *[other] Schlüssel hier eingeben
    }
setup-kept-keyring = Aufbewahrt im Schlüsselbund dieses Systems, gesendet nur an den Dienst.
setup-kept-session = Aufbewahrt, bis Altsmith geschlossen wird, gesendet nur an den Dienst.
setup-kept-vault = Aufbewahrt in Ihrer Datei mit Passphrase, gesendet nur an den Dienst.
setup-test = Testen
setup-go = Loslegen
setup-go-help = Das Beispielbild wird an { $name } gesendet.
setup-go-help-cost = Das Beispielbild wird an { $name } gesendet. { $cost }
setup-go-address = { $name } nimmt nur Bilder, die eine öffentliche Webadresse haben. Fügen Sie eines mit seiner Adresse hinzu, oder richten Sie ein, wie Altsmith Ihren eigenen Bildern eine gibt.
setup-address = Adressen einrichten
setup-sample = Beispielbild beschreiben
setup-done = Fertig
setup-later = Später

## Protokoll der Anfragen

authority = Weitere Zertifizierungsstelle
authority-help = Für Dienste, deren Zertifikate von einer Stelle kommen, die dieser Computer nicht kennt: eine Firma, eine Schule, ein Server zu Hause. Eine PEM-Datei; sie gilt neben denen des Systems.
authority-choose = Datei wählen …
authority-forget = Entfernen

log-title = Protokoll der Anfragen
log-help = Wann welcher Dienst gefragt wurde, wie viel gesendet wurde und was daraus wurde. Keine Schlüssel, keine Bilder; Worte nur von einer Antwort, die sich nicht lesen ließ.
log-copy = Alles kopieren
log-copied =
    { $count ->
        [one] 1 Zeile kopiert
       *[other] { $count } Zeilen kopiert
    }
log-folder = Ordner öffnen
log-empty = Noch wurde nichts gesendet.
log-trouble = Störung
log-more =
    { $count ->
        [one] 1 ältere Zeile wird mitkopiert, aber nicht gezeigt.
       *[other] { $count } ältere Zeilen werden mitkopiert, aber nicht gezeigt.
    }

## Was die Person weiß

user-context = Was mit den Bildern mitgeht
user-context-label = Was Sie wissen
user-context-placeholder = Personen, Ort, Zweck
user-context-help = Geht an { $name } mit den Bildern, die kommen, und denen, die warten, bis Sie es leeren oder Altsmith schließen.
user-context-clear = Leeren, was Sie wissen
instruction-placeholder = Was geschrieben werden soll, in Ihren Worten
instruction-help = Geht anstelle des Stils an { $name } mit jedem Bild, bis Sie sie leeren.
instruction-clear = Eigene Anweisung leeren
card-context-label = Was Sie über dieses Bild wissen
card-context-help = Geht an { $name }, wenn dieses Bild das nächste Mal beschrieben wird.
card-context-keep = Übernehmen
card-context-as-all = Wie für alle
card-context-edit = Ändern
card-context-edit-of = Ändern, was Sie über { $name } wissen
card-context-add = Was Sie über dieses Bild wissen
card-context-add-of = Was Sie über dieses Bild wissen: { $name }
