<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_GB">
<context>
    <name>BackButton</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Slides</source>
        <translation>Folien</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>Bücher</translation>
    </message>
    <message>
        <source>Notebooks</source>
        <translation>Notebooks</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Past week</source>
        <translation>Letzte Woche</translation>
    </message>
    <message>
        <source>Past month</source>
        <translation>Letzter Monat</translation>
    </message>
    <message>
        <source>Past year</source>
        <translation>Letztes Jahr</translation>
    </message>
    <message>
        <source>Before %1</source>
        <translation>Vor %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>%1+</source>
        <translation>%1+</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>mindestens %1</translation>
    </message>
</context>
<context>
    <name>Citation</name>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Desktop Search</source>
        <translation>Desktop Search</translation>
    </message>
    <message>
        <source>Keep Desktop Search ready in the tray?</source>
        <translation>Desktop Search im Infobereich bereithalten?</translation>
    </message>
    <message>
        <source>It then goes on reading what changes, and quick search is there at once. You can change this later.</source>
        <translation>Es liest dann weiter, was sich ändert, und die Schnellsuche ist sofort da. Sie können das später ändern.</translation>
    </message>
    <message>
        <source>Keep it ready</source>
        <translation>Bereithalten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Completion</name>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
</context>
<context>
    <name>DesktopFiles</name>
    <message>
        <source>The start with the session could not be changed: %1.</source>
        <translation>Der Start mit der Sitzung konnte nicht geändert werden: %1.</translation>
    </message>
    <message>
        <source>The entry in the application menu could not be changed: %1.</source>
        <translation>Der Eintrag im Anwendungsmenü konnte nicht geändert werden: %1.</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>It takes too long to read; not all files in it were read.</source>
        <translation>Das Lesen dauert zu lange; nicht alle Dateien darin wurden gelesen.</translation>
    </message>
    <message>
        <source>None of the files in it has a reader.</source>
        <translation>Keine der Dateien darin kann gelesen werden.</translation>
    </message>
    <message>
        <source>Protected by a password and not read: %1 of the files in it.</source>
        <translation>Durch ein Passwort geschützt und nicht gelesen: %1 der Dateien darin.</translation>
    </message>
    <message>
        <source>The files in it overlap; it is taken for a bomb.</source>
        <translation>Die Dateien darin überlappen sich; es wird für eine Bombe gehalten.</translation>
    </message>
    <message>
        <source>It unpacks to more than %1 MB; not all files in it were read.</source>
        <translation>Entpackt ist es größer als %1 MB; nicht alle Dateien darin wurden gelesen.</translation>
    </message>
    <message>
        <source>It is larger than the limit of %1 MB.</source>
        <translation>Es ist größer als die Grenze von %1 MB.</translation>
    </message>
    <message>
        <source>Not all files in it were read: it takes too long.</source>
        <translation>Nicht alle Dateien darin wurden gelesen: Es dauert zu lange.</translation>
    </message>
    <message>
        <source>Not read, as there is no reader for this type: %1.</source>
        <translation>Nicht gelesen, weil diese Art nicht gelesen werden kann: %1.</translation>
    </message>
    <message>
        <source>%1 files in it could not be read.</source>
        <translation>Dateien darin, die nicht lesbar waren: %1.</translation>
    </message>
    <message>
        <source>Very long lines, as programs make them, were read to their first %1 characters.</source>
        <translation>Sehr lange Zeilen, wie Programme sie machen, wurden bis zu ihren ersten %1 Zeichen gelesen.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file may not be read.</source>
        <translation>Die Datei darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This is a folder, not a file.</source>
        <translation>Dies ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>This is not a regular file.</source>
        <translation>Dies ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>The link leads round in a circle.</source>
        <translation>Die Verknüpfung führt im Kreis.</translation>
    </message>
    <message>
        <source>The name of the file is too long.</source>
        <translation>Der Name der Datei ist zu lang.</translation>
    </message>
    <message>
        <source>The file cannot be read (%1).</source>
        <translation>Die Datei kann nicht gelesen werden (%1).</translation>
    </message>
    <message>
        <source>The file is larger than the limit of %1 MB.</source>
        <translation>Die Datei ist größer als die Grenze von %1 MB.</translation>
    </message>
    <message>
        <source>There is no e-book in it.</source>
        <translation>Es ist kein E-Book darin.</translation>
    </message>
    <message>
        <source>This is a binary file, not text.</source>
        <translation>Dies ist eine Binärdatei, kein Text.</translation>
    </message>
    <message>
        <source>The encoding of this text is not known.</source>
        <translation>Die Kodierung dieses Textes ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The book is protected against copying (DRM).</source>
        <translation>Das Buch ist gegen Kopieren geschützt (DRM).</translation>
    </message>
    <message>
        <source>%1 of %2 chapters are protected against copying (DRM).</source>
        <translation>%1 von %2 Kapiteln sind gegen Kopieren geschützt (DRM).</translation>
    </message>
    <message>
        <source>%1 of %2 chapters are missing or damaged.</source>
        <translation>%1 von %2 Kapiteln fehlen oder sind beschädigt.</translation>
    </message>
    <message>
        <source>The list of its chapters is damaged; they were read in the order in which they are stored.</source>
        <translation>Die Liste seiner Kapitel ist beschädigt; sie wurden in der Reihenfolge gelesen, in der sie gespeichert sind.</translation>
    </message>
    <message>
        <source>Only the first %1 of %2 chapters were read.</source>
        <translation>Nur die ersten %1 von %2 Kapiteln wurden gelesen.</translation>
    </message>
    <message>
        <source>The book has no text.</source>
        <translation>Das Buch hat keinen Text.</translation>
    </message>
    <message>
        <source>This is not a FictionBook file.</source>
        <translation>Dies ist keine FictionBook-Datei.</translation>
    </message>
    <message>
        <source>Only the beginning of the book was read.</source>
        <translation>Nur der Anfang des Buches wurde gelesen.</translation>
    </message>
    <message>
        <source>This is not a web page.</source>
        <translation>Dies ist keine Webseite.</translation>
    </message>
    <message>
        <source>The page has no text.</source>
        <translation>Die Seite hat keinen Text.</translation>
    </message>
    <message>
        <source>The page has no text of its own: a program in it fetches the text when the page is opened.</source>
        <translation>Die Seite hat keinen eigenen Text: Ein Programm darin holt ihn, wenn sie geöffnet wird.</translation>
    </message>
    <message>
        <source>Not all parts of the page were read: it is too large.</source>
        <translation>Nicht alle Teile der Seite wurden gelesen: Sie ist zu groß.</translation>
    </message>
    <message>
        <source>Only the beginning of the page was read: it is too large.</source>
        <translation>Nur der Anfang der Seite wurde gelesen: Sie ist zu groß.</translation>
    </message>
    <message>
        <source>The message is encrypted; only its headers were read.</source>
        <translation>Die Nachricht ist verschlüsselt; nur ihr Kopf wurde gelesen.</translation>
    </message>
    <message>
        <source>Its parts are nested too deeply; not all of them were read.</source>
        <translation>Ihre Teile sind zu tief verschachtelt; nicht alle wurden gelesen.</translation>
    </message>
    <message>
        <source>It has too many parts; not all of them were read.</source>
        <translation>Sie hat zu viele Teile; nicht alle wurden gelesen.</translation>
    </message>
    <message>
        <source>What Outlook packed into winmail.dat is not read.</source>
        <translation>Was Outlook in winmail.dat gepackt hat, wird nicht gelesen.</translation>
    </message>
    <message>
        <source>The message is packed into its signature and was not read.</source>
        <translation>Die Nachricht ist in ihre Signatur gepackt und wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>It is one piece of a message that was sent in several.</source>
        <translation>Es ist ein Stück einer Nachricht, die in mehreren gesendet wurde.</translation>
    </message>
    <message>
        <source>It takes too long to read; only the first %1 messages were read.</source>
        <translation>Das Lesen dauert zu lange; nur die ersten %1 Nachrichten wurden gelesen.</translation>
    </message>
    <message>
        <source>This is not a mailbox that can be read here.</source>
        <translation>Dies ist kein Postfach, das hier gelesen werden kann.</translation>
    </message>
    <message>
        <source>The message holds no text.</source>
        <translation>Die Nachricht enthält keinen Text.</translation>
    </message>
    <message>
        <source>The mailbox holds no messages.</source>
        <translation>Das Postfach enthält keine Nachrichten.</translation>
    </message>
    <message>
        <source>Only the beginning of the message was read: it takes too long.</source>
        <translation>Nur der Anfang der Nachricht wurde gelesen: Es dauert zu lange.</translation>
    </message>
    <message>
        <source>This is not a notebook.</source>
        <translation>Dies ist kein Notebook.</translation>
    </message>
    <message>
        <source>The notebook is empty.</source>
        <translation>Das Notebook ist leer.</translation>
    </message>
    <message>
        <source>It is nested too deeply.</source>
        <translation>Es ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>Only the first %1 cells were read.</source>
        <translation>Nur die ersten %1 Zellen wurden gelesen.</translation>
    </message>
    <message>
        <source>It is a Word file of the older kind (.doc), which is not read.</source>
        <translation>Es ist eine Word-Datei der älteren Art (.doc), die nicht gelesen wird.</translation>
    </message>
    <message>
        <source>It is a PowerPoint file of the older kind (.ppt), which is not read.</source>
        <translation>Es ist eine PowerPoint-Datei der älteren Art (.ppt), die nicht gelesen wird.</translation>
    </message>
    <message>
        <source>It is an Excel file of the older kind (.xls) under another name.</source>
        <translation>Es ist eine Excel-Datei der älteren Art (.xls) unter einem anderen Namen.</translation>
    </message>
    <message>
        <source>This is not an Office file.</source>
        <translation>Dies ist keine Office-Datei.</translation>
    </message>
    <message>
        <source>This is not an OpenDocument file.</source>
        <translation>Dies ist keine OpenDocument-Datei.</translation>
    </message>
    <message>
        <source>It takes too long to read; only a part was read.</source>
        <translation>Das Lesen dauert zu lange; nur ein Teil wurde gelesen.</translation>
    </message>
    <message>
        <source>The document holds no text.</source>
        <translation>Das Dokument enthält keinen Text.</translation>
    </message>
    <message>
        <source>This is not an Outlook message.</source>
        <translation>Dies ist keine Outlook-Nachricht.</translation>
    </message>
    <message>
        <source>It holds more than its size allows.</source>
        <translation>Es enthält mehr, als seine Größe erlaubt.</translation>
    </message>
    <message>
        <source>It holds more than %1 files.</source>
        <translation>Es enthält mehr als %1 Dateien.</translation>
    </message>
    <message>
        <source>A part of the file is missing: %1.</source>
        <translation>Ein Teil der Datei fehlt: %1.</translation>
    </message>
    <message>
        <source>It unpacks to more than %1 times its size and is taken for a bomb.</source>
        <translation>Entpackt ist es mehr als %1-mal so groß und wird für eine Bombe gehalten.</translation>
    </message>
    <message>
        <source>It unpacks to more than %1 MB.</source>
        <translation>Entpackt ist es größer als %1 MB.</translation>
    </message>
    <message>
        <source>This page is damaged and cannot be shown.</source>
        <translation>Diese Seite ist beschädigt und kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>This is not a PDF file.</source>
        <translation>Dies ist keine PDF-Datei.</translation>
    </message>
    <message>
        <source>It takes too long to read; only the first %1 of %2 pages were read.</source>
        <translation>Das Lesen dauert zu lange; nur die ersten %1 von %2 Seiten wurden gelesen.</translation>
    </message>
    <message>
        <source>It holds pictures of pages and no text.</source>
        <translation>Es enthält Bilder von Seiten und keinen Text.</translation>
    </message>
    <message>
        <source>%1 of %2 pages are pictures without text.</source>
        <translation>%1 von %2 Seiten sind Bilder ohne Text.</translation>
    </message>
    <message>
        <source>The pages hold no text.</source>
        <translation>Die Seiten enthalten keinen Text.</translation>
    </message>
    <message>
        <source>%1 of %2 pages are damaged and were not read.</source>
        <translation>%1 von %2 Seiten sind beschädigt und wurden nicht gelesen.</translation>
    </message>
    <message>
        <source>The end of the file is missing; what is left of it was read.</source>
        <translation>Das Ende der Datei fehlt; was von ihr übrig ist, wurde gelesen.</translation>
    </message>
    <message>
        <source>There is no reader for this type of file.</source>
        <translation>Diese Art von Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>It lies too deep inside other files.</source>
        <translation>Es liegt zu tief in anderen Dateien.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Die Datei ist leer.</translation>
    </message>
    <message>
        <source>The reader failed on this file; the log says more.</source>
        <translation>Der Leser ist an dieser Datei gescheitert; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>The process that reads documents cannot be started.</source>
        <translation>Der Prozess, der Dokumente liest, kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Reading it ended the reader: the file is damaged, or made to do harm.</source>
        <translation>Das Lesen hat den Leser beendet: Die Datei ist beschädigt oder soll Schaden anrichten.</translation>
    </message>
    <message>
        <source>Reading it took longer than %1 seconds.</source>
        <translation>Das Lesen hat länger als %1 Sekunden gedauert.</translation>
    </message>
    <message>
        <source>It takes too long to read; only the beginning was read.</source>
        <translation>Das Lesen dauert zu lange; nur der Anfang wurde gelesen.</translation>
    </message>
    <message>
        <source>The file is cut off; what is there was read.</source>
        <translation>Die Datei ist abgeschnitten; was da ist, wurde gelesen.</translation>
    </message>
    <message>
        <source>This is not an RTF file.</source>
        <translation>Dies ist keine RTF-Datei.</translation>
    </message>
    <message>
        <source>It holds no web page.</source>
        <translation>Es enthält keine Webseite.</translation>
    </message>
    <message>
        <source>The workbook holds no text.</source>
        <translation>Die Arbeitsmappe enthält keinen Text.</translation>
    </message>
    <message>
        <source>The cells of the sheet &quot;%1&quot; lie too far apart; it was not read.</source>
        <translation>Die Zellen des Blatts „%1“ liegen zu weit auseinander; es wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The sheet &quot;%1&quot; could not be read.</source>
        <translation>Das Blatt „%1“ konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>This is not a spreadsheet.</source>
        <translation>Dies ist keine Tabelle.</translation>
    </message>
    <message>
        <source>It takes too long to read; only the first %1 of %2 slides were read.</source>
        <translation>Das Lesen dauert zu lange; nur die ersten %1 von %2 Folien wurden gelesen.</translation>
    </message>
    <message>
        <source>Slide %1 is damaged and was not read.</source>
        <translation>Folie %1 ist beschädigt und wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>The slides hold no text.</source>
        <translation>Die Folien enthalten keinen Text.</translation>
    </message>
    <message>
        <source>This is not a PowerPoint file.</source>
        <translation>Dies ist keine PowerPoint-Datei.</translation>
    </message>
    <message>
        <source>It is protected by a password.</source>
        <translation>Es ist durch ein Passwort geschützt.</translation>
    </message>
    <message>
        <source>The file is damaged or cut off.</source>
        <translation>Die Datei ist beschädigt oder abgeschnitten.</translation>
    </message>
    <message>
        <source>The text is longer than the limit; the first %1 characters of it were read.</source>
        <translation>Der Text ist länger als die Grenze; seine ersten %1 Zeichen wurden gelesen.</translation>
    </message>
    <message>
        <source>A file inside this file is not read here.</source>
        <translation>Eine Datei in dieser Datei wird hier nicht gelesen.</translation>
    </message>
    <message>
        <source>There are no subtitles in it.</source>
        <translation>Es sind keine Untertitel darin.</translation>
    </message>
    <message>
        <source>It takes too long to read; only the first %1 rows were read.</source>
        <translation>Das Lesen dauert zu lange; nur die ersten %1 Zeilen wurden gelesen.</translation>
    </message>
    <message>
        <source>The table is empty.</source>
        <translation>Die Tabelle ist leer.</translation>
    </message>
    <message>
        <source>It declares XML entities, which can be used for an attack; it is not read.</source>
        <translation>Es enthält XML-Entitäten, die für einen Angriff dienen können; es wird nicht gelesen.</translation>
    </message>
    <message>
        <source>It cannot be shown here.</source>
        <translation>Es kann hier nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>This is not a Word file.</source>
        <translation>Dies ist keine Word-Datei.</translation>
    </message>
    <message>
        <source>Reading it needs more than %1 MB of memory.</source>
        <translation>Das Lesen braucht mehr als %1 MB Speicher.</translation>
    </message>
    <message>
        <source>The compiled model in %1 is of another version.</source>
        <translation>Das kompilierte Modell in %1 gehört zu einer anderen Version.</translation>
    </message>
    <message>
        <source>The compiled model in %1 cannot be read: %2.</source>
        <translation>Das kompilierte Modell in %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>The compiled model in %1 is damaged: %2 is not whole.</source>
        <translation>Das kompilierte Modell in %1 ist beschädigt: %2 ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The compiled model does not give the vectors that it should.</source>
        <translation>Das kompilierte Modell gibt nicht die Vektoren, die es geben soll.</translation>
    </message>
    <message>
        <source>The model %1 gave values that are not numbers; it may be damaged.</source>
        <translation>Das Modell %1 gab Werte, die keine Zahlen sind; es ist vielleicht beschädigt.</translation>
    </message>
    <message>
        <source>The compiled model in %1 cannot be used: %2.</source>
        <translation>Das kompilierte Modell in %1 kann nicht benutzt werden: %2.</translation>
    </message>
    <message>
        <source>The model %1 failed: %2.</source>
        <translation>Das Modell %1 ist gescheitert: %2.</translation>
    </message>
    <message>
        <source>The model cannot be compiled: %1.</source>
        <translation>Das Modell kann nicht kompiliert werden: %1.</translation>
    </message>
    <message>
        <source>The device %1 is not available; the processor is used.</source>
        <translation>Das Gerät %1 ist nicht verfügbar; der Prozessor wird benutzt.</translation>
    </message>
    <message>
        <source>A GPU needs torch, which is not installed; the processor is used.</source>
        <translation>Eine Grafikkarte braucht torch, das nicht installiert ist; der Prozessor wird benutzt.</translation>
    </message>
    <message>
        <source>The model %1 could not be fetched (%2).</source>
        <translation>Das Modell %1 konnte nicht geholt werden (%2).</translation>
    </message>
    <message>
        <source>The model %1 is given only to people who have signed in at the hub, which this program does not.</source>
        <translation>Das Modell %1 bekommen nur Menschen, die sich am Hub angemeldet haben; das tut dieses Programm nicht.</translation>
    </message>
    <message>
        <source>The hub has no public model with the name %1.</source>
        <translation>Der Hub hat kein öffentliches Modell mit dem Namen %1.</translation>
    </message>
    <message>
        <source>The model hub refused to give %1 (%2).</source>
        <translation>Der Modell-Hub hat %1 verweigert (%2).</translation>
    </message>
    <message>
        <source>The model %1 cannot be stored (%2).</source>
        <translation>Das Modell %1 kann nicht gespeichert werden (%2).</translation>
    </message>
    <message>
        <source>The download of %1 broke off; the same command goes on with it.</source>
        <translation>Der Download von %1 brach ab; derselbe Befehl setzt ihn fort.</translation>
    </message>
    <message>
        <source>The model %1 is not on this machine: get it with `desktop-search model %2`.</source>
        <translation>Das Modell %1 ist nicht auf diesem Rechner: `desktop-search model %2` holt es.</translation>
    </message>
    <message>
        <source>%1 is neither a folder nor the name of a model, such as “maker/model”.</source>
        <translation>%1 ist weder ein Ordner noch der Name eines Modells wie „hersteller/modell“.</translation>
    </message>
    <message>
        <source>The hub&apos;s answer about %1 is not understood.</source>
        <translation>Die Antwort des Hubs zu %1 ist nicht verständlich.</translation>
    </message>
    <message>
        <source>%1 of the model %2 is not what the hub announced; nothing was kept.</source>
        <translation>%1 des Modells %2 ist nicht, was der Hub angekündigt hat; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>%1 cannot be used: it has its weights %2, not as .safetensors.</source>
        <translation>%1 kann nicht benutzt werden: Seine Gewichte liegen nicht als .safetensors vor (%2).</translation>
    </message>
    <message>
        <source>%1 cannot be used: it is not a sentence-transformers model (there is no modules.json).</source>
        <translation>%1 kann nicht benutzt werden: Es ist kein Modell für sentence-transformers (modules.json fehlt).</translation>
    </message>
    <message>
        <source>The model %1 needs code of its own (auto_map in config.json), which is not run.</source>
        <translation>Das Modell %1 braucht eigenen Code (auto_map in config.json), der nicht ausgeführt wird.</translation>
    </message>
    <message>
        <source>The model %1 cannot be stored in %2 (%3).</source>
        <translation>Das Modell %1 kann nicht in %2 gespeichert werden (%3).</translation>
    </message>
    <message>
        <source>%1 cannot be used: its modules.json or config.json is damaged.</source>
        <translation>%1 kann nicht benutzt werden: modules.json oder config.json ist beschädigt.</translation>
    </message>
    <message>
        <source>The fast form of the model cannot be used, so that meaning takes longer; see the log.</source>
        <translation>Die schnelle Form des Modells kann nicht benutzt werden, daher dauert Bedeutung länger; siehe das Protokoll.</translation>
    </message>
    <message>
        <source>The compiled model cannot be opened: %1.</source>
        <translation>Das kompilierte Modell kann nicht geöffnet werden: %1.</translation>
    </message>
    <message>
        <source>The model of this program is damaged or incomplete; please install Desktop Search again.</source>
        <translation>Das Modell dieses Programms ist beschädigt oder unvollständig; bitte Desktop Search neu installieren.</translation>
    </message>
    <message>
        <source>The model folder %1 is damaged: %2 cannot be read.</source>
        <translation>Der Modellordner %1 ist beschädigt: %2 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The model in %1 is damaged: %2 is not the file that was downloaded.</source>
        <translation>Das Modell in %1 ist beschädigt: %2 ist nicht die Datei, die heruntergeladen wurde.</translation>
    </message>
    <message>
        <source>The model in %1 is damaged: %2 is missing.</source>
        <translation>Das Modell in %1 ist beschädigt: %2 fehlt.</translation>
    </message>
    <message>
        <source>The bundled model in %1 is damaged: model.safetensors is not the published file.</source>
        <translation>Das mitgelieferte Modell in %1 ist beschädigt: model.safetensors ist nicht die veröffentlichte Datei.</translation>
    </message>
    <message>
        <source>The model folder %1 does not exist.</source>
        <translation>Den Modellordner %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The model folder %1 is a file, not a folder.</source>
        <translation>Der Modellordner %1 ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>The model folder %1 holds no sentence-transformers model: modules.json is missing.</source>
        <translation>Der Modellordner %1 enthält kein Modell für sentence-transformers: modules.json fehlt.</translation>
    </message>
    <message>
        <source>The model folder %1 is incomplete: config.json is missing.</source>
        <translation>Der Modellordner %1 ist unvollständig: config.json fehlt.</translation>
    </message>
    <message>
        <source>The model folder %1 is damaged: modules.json lists no modules.</source>
        <translation>Der Modellordner %1 ist beschädigt: modules.json nennt keine Module.</translation>
    </message>
    <message>
        <source>The model in %1 needs code of its own (%2), which is not run.</source>
        <translation>Das Modell in %1 braucht eigenen Code (%2), der nicht ausgeführt wird.</translation>
    </message>
    <message>
        <source>The model folder %1 is incomplete: there are no .safetensors weights.</source>
        <translation>Der Modellordner %1 ist unvollständig: Es gibt keine Gewichte als .safetensors.</translation>
    </message>
    <message>
        <source>The model folder %1 is unsafe: modules.json points outside of it.</source>
        <translation>Der Modellordner %1 ist unsicher: modules.json zeigt aus ihm hinaus.</translation>
    </message>
    <message>
        <source>The model in %1 needs code of its own (auto_map in %2), which is not run.</source>
        <translation>Das Modell in %1 braucht eigenen Code (auto_map in %2), der nicht ausgeführt wird.</translation>
    </message>
    <message>
        <source>The model in %1 has its weights only as %2 files, not as .safetensors.</source>
        <translation>Das Modell in %1 hat seine Gewichte nur als %2-Dateien, nicht als .safetensors.</translation>
    </message>
    <message>
        <source>The model file %1 cannot be read: %2.</source>
        <translation>Die Modelldatei %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>The memory of %1 ran out; the processor is used.</source>
        <translation>Der Speicher von %1 reicht nicht; der Prozessor wird benutzt.</translation>
    </message>
    <message>
        <source>The model in %1 has no fast tokenizer, which long passages need.</source>
        <translation>Das Modell in %1 hat keinen schnellen Tokenizer, den lange Stellen brauchen.</translation>
    </message>
    <message>
        <source>The model %1 gave vectors of %2 numbers in place of %3.</source>
        <translation>Das Modell %1 gab Vektoren mit %2 statt %3 Zahlen.</translation>
    </message>
    <message>
        <source>The model in %1 cannot be loaded: %2.</source>
        <translation>Das Modell in %1 kann nicht geladen werden: %2.</translation>
    </message>
    <message>
        <source>The weights in %1 are damaged: %2.</source>
        <translation>Die Gewichte in %1 sind beschädigt: %2.</translation>
    </message>
    <message>
        <source>The model does not run on %1 (%2); the processor is used.</source>
        <translation>Das Modell läuft nicht auf %1 (%2); der Prozessor wird benutzt.</translation>
    </message>
    <message>
        <source>The model %1 failed on %2: %3.</source>
        <translation>Das Modell %1 ist auf %2 gescheitert: %3.</translation>
    </message>
    <message>
        <source>Indexing is paused in the running program; it goes on when you resume it there.</source>
        <translation>Das Lesen ist im laufenden Programm angehalten; es geht weiter, wenn Sie es dort fortsetzen.</translation>
    </message>
    <message>
        <source>Desktop Search was closed before the index was up to date.</source>
        <translation>Desktop Search wurde geschlossen, bevor der Index auf dem neuesten Stand war.</translation>
    </message>
    <message>
        <source>It has not been read yet.</source>
        <translation>Es wurde noch nicht gelesen.</translation>
    </message>
    <message>
        <source>It has changed since it was read and is waiting to be read again.</source>
        <translation>Es hat sich seit dem Lesen geändert und wartet darauf, wieder gelesen zu werden.</translation>
    </message>
    <message>
        <source>It was read by an older version of the program and is waiting to be read again.</source>
        <translation>Es wurde von einer älteren Version des Programms gelesen und wartet darauf, wieder gelesen zu werden.</translation>
    </message>
    <message>
        <source>The system does not let it be read (%1).</source>
        <translation>Das System lässt es nicht lesen (%1).</translation>
    </message>
    <message>
        <source>Another Desktop Search is working on this index; nothing was deleted.</source>
        <translation>Ein anderes Desktop Search arbeitet an diesem Index; nichts wurde gelöscht.</translation>
    </message>
    <message>
        <source>Not everything could be deleted: %1: %2.</source>
        <translation>Nicht alles konnte gelöscht werden: %1: %2.</translation>
    </message>
    <message>
        <source>The index is damaged; it is checked and mended.</source>
        <translation>Der Index ist beschädigt; er wird geprüft und ausgebessert.</translation>
    </message>
    <message>
        <source>Indexing failed and is tried again; the log says more.</source>
        <translation>Das Lesen ist gescheitert und wird wieder versucht; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>Es gibt keine solche Datei und keinen solchen Ordner.</translation>
    </message>
    <message>
        <source>Among them %1.</source>
        <translation>Darunter: %1.</translation>
    </message>
    <message>
        <source>It is in none of the watched folders.</source>
        <translation>Es ist in keinem der durchsuchten Ordner.</translation>
    </message>
    <message>
        <source>The folder %1 is not there now.</source>
        <translation>Der Ordner %1 ist jetzt nicht da.</translation>
    </message>
    <message>
        <source>Nothing of it is in the index yet.</source>
        <translation>Noch ist nichts davon im Index.</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>Es ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The list could not be made; the log says more.</source>
        <translation>Die Liste konnte nicht gemacht werden; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>The model %1 is not what it was.</source>
        <translation>Das Modell %1 ist nicht mehr, was es war.</translation>
    </message>
    <message>
        <source>The model could not be had; the log says more.</source>
        <translation>Das Modell war nicht zu bekommen; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>The model could not be loaded; the log says more.</source>
        <translation>Das Modell konnte nicht geladen werden; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>This search failed; the log says more.</source>
        <translation>Diese Suche ist gescheitert; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>Reading it takes too long.</source>
        <translation>Das Lesen dauert zu lange.</translation>
    </message>
    <message>
        <source>It cannot be shown; the log says more.</source>
        <translation>Es kann nicht gezeigt werden; das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>“%1” is hidden, and hidden files are left out (a setting).</source>
        <translation>„%1“ ist versteckt, und versteckte Dateien werden ausgelassen (eine Einstellung).</translation>
    </message>
    <message>
        <source>“%1” belongs to version control (a built-in rule).</source>
        <translation>„%1“ gehört zur Versionsverwaltung (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>%1 (a built-in rule).</source>
        <translation>%1 (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>“%1” holds what other programs have installed (a built-in rule).</source>
        <translation>„%1“ enthält, was andere Programme installiert haben (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>%1 marks its folder as a cache (a built-in rule).</source>
        <translation>%1 kennzeichnet den Ordner als Zwischenspeicher (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>Its folder is left out by %1.</source>
        <translation>Der Ordner wird durch %1 ausgelassen.</translation>
    </message>
    <message>
        <source>Left out by your own pattern “%1” (a setting).</source>
        <translation>Durch Ihr eigenes Muster „%1“ ausgelassen (eine Einstellung).</translation>
    </message>
    <message>
        <source>It is a link. What it points to is found where it stands.</source>
        <translation>Es ist eine Verknüpfung. Worauf sie zeigt, wird dort gefunden, wo es steht.</translation>
    </message>
    <message>
        <source>It is neither a file nor a folder.</source>
        <translation>Es ist weder eine Datei noch ein Ordner.</translation>
    </message>
    <message>
        <source>It is too large: %1 (a setting).</source>
        <translation>Es ist zu groß: %1 (eine Einstellung).</translation>
    </message>
    <message>
        <source>“%1” is a program&apos;s working file (a built-in rule).</source>
        <translation>„%1“ ist die Arbeitsdatei eines Programms (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>“%1” may hold keys or passwords (a built-in rule).</source>
        <translation>„%1“ enthält vielleicht Schlüssel oder Passwörter (eine eingebaute Regel).</translation>
    </message>
    <message>
        <source>It is left out by the rule “%1”.</source>
        <translation>Es wird durch die Regel „%1“ ausgelassen.</translation>
    </message>
    <message>
        <source>The index cannot be cleared of what was removed (%1).</source>
        <translation>Der Index kann nicht von Entferntem befreit werden (%1).</translation>
    </message>
    <message>
        <source>The index was damaged and is being rebuilt from your files; the old one was kept as %1.</source>
        <translation>Der Index war beschädigt und wird aus Ihren Dateien neu gemacht; der alte wurde als %1 behalten.</translation>
    </message>
    <message>
        <source>Another Desktop Search is working on this index.</source>
        <translation>Ein anderes Desktop Search arbeitet an diesem Index.</translation>
    </message>
    <message>
        <source>The files are read again as soon as the other program is done with the index.</source>
        <translation>Die Dateien werden wieder gelesen, sobald das andere Programm mit dem Index fertig ist.</translation>
    </message>
    <message>
        <source>The files are read again as soon as reading goes on.</source>
        <translation>Die Dateien werden wieder gelesen, sobald das Lesen weitergeht.</translation>
    </message>
    <message>
        <source>There is no text in it.</source>
        <translation>Es ist kein Text darin.</translation>
    </message>
    <message>
        <source>It lies in none of the watched folders.</source>
        <translation>Es liegt in keinem der durchsuchten Ordner.</translation>
    </message>
    <message>
        <source>No reader for %1.</source>
        <translation>%1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is kept by iCloud and not on this disk.</source>
        <translation>Die Datei liegt in der iCloud und nicht auf dieser Platte.</translation>
    </message>
    <message>
        <source>The file is kept in the cloud and not on this disk.</source>
        <translation>Die Datei liegt in der Cloud und nicht auf dieser Platte.</translation>
    </message>
    <message>
        <source>%1 MB, and the limit is %2 MB.</source>
        <translation>%1 MB, und die Grenze ist %2 MB.</translation>
    </message>
    <message>
        <source>%1 is a Python environment.</source>
        <translation>%1 ist eine Python-Umgebung.</translation>
    </message>
    <message>
        <source>The folder %1 does not exist.</source>
        <translation>Den Ordner %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>%1 is a file, not a folder.</source>
        <translation>%1 ist eine Datei, kein Ordner.</translation>
    </message>
    <message>
        <source>The folder %1 may not be read.</source>
        <translation>Der Ordner %1 darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read: %2.</source>
        <translation>Der Ordner %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>Not every folder in %1 can be watched, because the system&apos;s limit for watched folders is reached (fs.inotify.max_user_watches): changes are found a little later, by regular checks.</source>
        <translation>Nicht jeder Ordner in %1 kann beobachtet werden, weil die Grenze des Systems für beobachtete Ordner erreicht ist (fs.inotify.max_user_watches): Änderungen werden etwas später gefunden, durch regelmäßiges Nachsehen.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be watched (%2): changes are found a little later, by regular checks.</source>
        <translation>Der Ordner %1 kann nicht beobachtet werden (%2): Änderungen werden etwas später gefunden, durch regelmäßiges Nachsehen.</translation>
    </message>
    <message>
        <source>Meaning search is not ready for %1 yet.</source>
        <translation>Die Suche nach Bedeutung ist für %1 noch nicht bereit.</translation>
    </message>
    <message>
        <source>%1 is not in the index.</source>
        <translation>%1 ist nicht im Index.</translation>
    </message>
    <message>
        <source>The word index cannot be written (%1).</source>
        <translation>Der Wortindex kann nicht geschrieben werden (%1).</translation>
    </message>
    <message>
        <source>The disk is full or failing; indexing stopped and nothing is lost.</source>
        <translation>Die Platte ist voll oder schadhaft; das Lesen wurde abgebrochen, und nichts ist verloren.</translation>
    </message>
    <message>
        <source>The word index is damaged; it is rebuilt when the index is next opened.</source>
        <translation>Der Wortindex ist beschädigt; er wird beim nächsten Öffnen neu gemacht.</translation>
    </message>
    <message>
        <source>The word index has been removed; it is made again.</source>
        <translation>Der Wortindex wurde entfernt; er wird neu gemacht.</translation>
    </message>
    <message>
        <source>It is part of %1; a skip pattern can leave it out.</source>
        <translation>Es ist ein Teil von %1; ein Muster kann es auslassen.</translation>
    </message>
    <message>
        <source>%1; its spare copy is used.</source>
        <translation>%1; ihre Zweitschrift wird benutzt.</translation>
    </message>
    <message>
        <source>The settings cannot be saved in %1: %2.</source>
        <translation>Die Einstellungen können nicht in %1 gespeichert werden: %2.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be used: %2.</source>
        <translation>Der Ordner %1 kann nicht benutzt werden: %2.</translation>
    </message>
    <message>
        <source>The name of %1 is not valid UTF-8; watch the folder above it.</source>
        <translation>Der Name von %1 ist kein gültiges UTF-8; wählen Sie den Ordner darüber.</translation>
    </message>
    <message>
        <source>%1; please choose your folders again.</source>
        <translation>%1; bitte wählen Sie Ihre Ordner noch einmal.</translation>
    </message>
    <message>
        <source>%1; nothing is indexed until it can.</source>
        <translation>%1; bis dahin wird nichts gelesen.</translation>
    </message>
    <message>
        <source>Nothing is indexed yet: name a folder with `desktop-search index FOLDER`.</source>
        <translation>Noch ist nichts gelesen: Nennen Sie einen Ordner mit `desktop-search index FOLDER`.</translation>
    </message>
    <message>
        <source>The index was made by a newer version of Desktop Search; please update this one.</source>
        <translation>Der Index stammt von einer neueren Version von Desktop Search; bitte bringen Sie diese auf den neuesten Stand.</translation>
    </message>
    <message>
        <source>The index cannot be used (%1).</source>
        <translation>Der Index kann nicht benutzt werden (%1).</translation>
    </message>
    <message>
        <source>The index is damaged (%1).</source>
        <translation>Der Index ist beschädigt (%1).</translation>
    </message>
    <message>
        <source>The index is damaged (it does not say its version).</source>
        <translation>Der Index ist beschädigt (er nennt seine Version nicht).</translation>
    </message>
    <message>
        <source>The index is damaged (its version is not the one that it says).</source>
        <translation>Der Index ist beschädigt (seine Version ist nicht die, die er nennt).</translation>
    </message>
    <message>
        <source>The running program is of another version; please start it anew.</source>
        <translation>Das laufende Programm hat eine andere Version; bitte starten Sie es neu.</translation>
    </message>
    <message>
        <source>OpenVINO is not installed, so that the model cannot be compiled.</source>
        <translation>OpenVINO ist nicht installiert, daher kann das Modell nicht übersetzt werden.</translation>
    </message>
    <message>
        <source>The index cannot be written (%1).</source>
        <translation>Der Index kann nicht geschrieben werden (%1).</translation>
    </message>
    <message>
        <source>The index in %1 cannot be locked (%2).</source>
        <translation>Der Index in %1 kann nicht gesperrt werden (%2).</translation>
    </message>
    <message>
        <source>The index cannot be read while its folder %1 cannot be written.</source>
        <translation>Der Index kann nicht gelesen werden, solange in seinen Ordner %1 nicht geschrieben werden kann.</translation>
    </message>
    <message>
        <source>The network share that the index lies on (%1) cannot hold one (%2); name a folder of this machine with --data-dir.</source>
        <translation>Die Netzwerkfreigabe, auf der der Index liegt (%1), kann keinen tragen (%2); mit --data-dir lässt sich ein Ordner dieses Rechners nennen.</translation>
    </message>
    <message>
        <source>The index lies on a network share (%1): it works there, more slowly, and for one machine at a time; --data-dir names a folder of this machine.</source>
        <translation>Der Index liegt auf einer Netzwerkfreigabe (%1): Das geht, aber langsamer und nur auf einem Rechner zur Zeit; --data-dir nennt einen Ordner dieses Rechners.</translation>
    </message>
    <message>
        <source>The index is not ready yet: start Desktop Search once to prepare it.</source>
        <translation>Der Index ist noch nicht bereit: Starten Sie Desktop Search einmal, um ihn vorzubereiten.</translation>
    </message>
    <message>
        <source>Meaning search is not ready yet.</source>
        <translation>Die Suche nach Bedeutung ist noch nicht bereit.</translation>
    </message>
    <message>
        <source>it is missing</source>
        <translation>sie fehlt</translation>
    </message>
    <message>
        <source>signal %1</source>
        <translation>Signal %1</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Endstand %1</translation>
    </message>
    <message>
        <source>it could not be started (%1)</source>
        <translation>sie konnte nicht gestartet werden (%1)</translation>
    </message>
    <message>
        <source>Left out by %1</source>
        <translation>Ausgelassen durch %1</translation>
    </message>
    <message>
        <source>The settings file could not be used (%1)</source>
        <translation>Die Datei mit den Einstellungen konnte nicht benutzt werden (%1)</translation>
    </message>
    <message>
        <source>The settings file could not be used (%1) and was kept as %2</source>
        <translation>Die Datei mit den Einstellungen konnte nicht benutzt werden (%1) und wurde als %2 behalten</translation>
    </message>
    <message>
        <source>The settings file %1 cannot be read (%2)</source>
        <translation>Die Datei mit den Einstellungen %1 kann nicht gelesen werden (%2)</translation>
    </message>
</context>
<context>
    <name>EngineWatch</name>
    <message>
        <source>Start again</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The search is starting again.</source>
        <translation>Die Suche wird neu gestartet.</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>No text in it</source>
        <translation>Ohne Text</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Read on %1</source>
        <translation>Gelesen am %1</translation>
    </message>
    <message>
        <source>reader %1</source>
        <translation>Leser %1</translation>
    </message>
    <message>
        <source>rule “%1”</source>
        <translation>Regel „%1“</translation>
    </message>
    <message>
        <source>Looking through the folders…</source>
        <translation>Die Ordner werden durchgesehen…</translation>
    </message>
    <message>
        <source>Still looking through the folders for what is left out or waiting…</source>
        <translation>Die Ordner werden noch nach Ausgelassenem und Wartendem durchgesehen…</translation>
    </message>
    <message>
        <source>The first %1 of %2 are shown. A part of the path finds the others.</source>
        <translation>Die ersten %1 von %2 werden gezeigt. Ein Teil des Pfads findet die anderen.</translation>
    </message>
    <message>
        <source>There is more in the folders than was looked at. A part of the path narrows it down.</source>
        <translation>In den Ordnern ist mehr, als durchgesehen wurde. Ein Teil des Pfads grenzt es ein.</translation>
    </message>
    <message>
        <source>Every file in your folders, and whether the search finds it.</source>
        <translation>Jede Datei in Ihren Ordnern, und ob die Suche sie findet.</translation>
    </message>
    <message>
        <source>The search finds these by what is in them.</source>
        <translation>Diese findet die Suche nach ihrem Inhalt.</translation>
    </message>
    <message>
        <source>These were read, but there is no text in them to be found.</source>
        <translation>Diese wurden gelesen, enthalten aber keinen Text, der zu finden wäre.</translation>
    </message>
    <message>
        <source>These are tried again when they change, or when you ask for it.</source>
        <translation>Diese werden noch einmal gelesen, wenn sie sich ändern oder wenn Sie es wünschen.</translation>
    </message>
    <message>
        <source>Rules leave these out. Of a folder only the folder itself is listed.</source>
        <translation>Diese werden durch Regeln ausgelassen. Von einem Ordner ist nur er selbst aufgeführt.</translation>
    </message>
    <message>
        <source>These are still to be read.</source>
        <translation>Diese sind noch zu lesen.</translation>
    </message>
    <message>
        <source>None of these paths holds “%1”.</source>
        <translation>In keinem dieser Pfade kommt „%1“ vor.</translation>
    </message>
    <message>
        <source>None of these paths holds “%1”; of all files, %2.</source>
        <translation>In keinem dieser Pfade kommt „%1“ vor; von allen Dateien: %2.</translation>
    </message>
    <message>
        <source>There are no files in your folders.</source>
        <translation>In Ihren Ordnern sind keine Dateien.</translation>
    </message>
    <message>
        <source>No file is found yet.</source>
        <translation>Noch wird keine Datei gefunden.</translation>
    </message>
    <message>
        <source>Every file that was read has text in it.</source>
        <translation>Jede gelesene Datei enthält Text.</translation>
    </message>
    <message>
        <source>Every file could be read.</source>
        <translation>Jede Datei konnte gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing is left out.</source>
        <translation>Nichts ist ausgelassen.</translation>
    </message>
    <message>
        <source>No file is waiting.</source>
        <translation>Keine Datei wartet.</translation>
    </message>
    <message>
        <source>A folder with %1 in the index</source>
        <translation>Ein Ordner mit %1 im Index</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>Nicht vorhanden</translation>
    </message>
    <message>
        <source>Not searched</source>
        <translation>Nicht durchsucht</translation>
    </message>
</context>
<context>
    <name>FilesDetails</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal lesen</translation>
    </message>
    <message>
        <source>Read the chosen files once more (Ctrl+R)</source>
        <translation>Die gewählten Dateien noch einmal lesen (Strg+R)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Strg+C</translation>
    </message>
    <message>
        <source>%1 chosen</source>
        <translation>%1 gewählt</translation>
    </message>
    <message>
        <source>%1 of them could not be read.</source>
        <translation>%1 davon nicht lesbar.</translation>
    </message>
</context>
<context>
    <name>FilesFlow</name>
    <message>
        <source>Trying %1 again.</source>
        <translation>Noch einmal gelesen: %1.</translation>
    </message>
    <message>
        <source>Trying again.</source>
        <translation>Wird noch einmal gelesen.</translation>
    </message>
    <message>
        <source>Reading is paused. These are tried again when it goes on.</source>
        <translation>Das Lesen ist angehalten. Diese kommen wieder an die Reihe, wenn es weitergeht.</translation>
    </message>
    <message>
        <source>The path was copied.</source>
        <translation>Der Pfad wurde kopiert.</translation>
    </message>
    <message>
        <source>The paths were copied.</source>
        <translation>Die Pfade wurden kopiert.</translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message>
        <source>Part of a path, or a whole path</source>
        <translation>Teil eines Pfads oder ganzer Pfad</translation>
    </message>
    <message>
        <source>Filter the files by their path</source>
        <translation>Dateien nach ihrem Pfad filtern</translation>
    </message>
    <message>
        <source>Read every file once more that could not be read (Ctrl+Shift+R)</source>
        <translation>Alle Dateien noch einmal lesen, die nicht lesbar waren (Strg+Umschalt+R)</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Try all %1 again</source>
        <translation>Alle %1 noch einmal lesen</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Date: %1</source>
        <translation>Datum: %1</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>Ordner: %1</translation>
    </message>
    <message>
        <source>Any folder</source>
        <translation>Alle Ordner</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>press to take it out</source>
        <translation>drücken, um ihn zu entfernen</translation>
    </message>
    <message>
        <source>Other dates…</source>
        <translation>Andere Tage…</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Find the right paragraph</source>
        <translation>Den richtigen Absatz finden</translation>
    </message>
    <message>
        <source>Desktop Search reads the documents in the folders that you choose, and finds passages by their words and by what they mean. Everything stays on this computer, and your documents are never changed.</source>
        <translation>Desktop Search liest die Dokumente in den Ordnern, die Sie wählen, und findet Stellen nach ihren Wörtern und nach ihrer Bedeutung. Alles bleibt auf diesem Computer, und Ihre Dokumente werden nie verändert.</translation>
    </message>
    <message>
        <source>Which folders may it read?</source>
        <translation>Welche Ordner darf es lesen?</translation>
    </message>
    <message>
        <source>%1 to be read. You can search from the first moment on, while they are read.</source>
        <translation>Zu lesen: %1. Sie können vom ersten Augenblick an suchen, während gelesen wird.</translation>
    </message>
    <message>
        <source>Add another folder…</source>
        <translation>Weiterer Ordner…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
</context>
<context>
    <name>FolderFlow</name>
    <message>
        <source>Searched from now on: %1</source>
        <translation>Wird von nun an durchsucht: %1</translation>
    </message>
    <message>
        <source>%1 is not searched any more.</source>
        <translation>%1 wird nicht mehr durchsucht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>FolderOffer</name>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>counting…</source>
        <translation>wird gezählt…</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>%1 · Obsidian</source>
        <translation>%1 · Obsidian</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Search your documents</source>
        <translation>Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Folders and settings</source>
        <translation>Ordner und Einstellungen</translation>
    </message>
    <message>
        <source>Folders and settings (Ctrl+,)</source>
        <translation>Ordner und Einstellungen (Strg+,)</translation>
    </message>
    <message>
        <source>Saved; press to keep it no longer (Ctrl+S)</source>
        <translation>Gespeichert; drücken, um sie nicht länger zu behalten (Strg+S)</translation>
    </message>
    <message>
        <source>Save this search (Ctrl+S)</source>
        <translation>Diese Suche speichern (Strg+S)</translation>
    </message>
</context>
<context>
    <name>HistoryFlow</name>
    <message>
        <source>The search was saved; Ctrl+H lists it.</source>
        <translation>Die Suche wurde gespeichert; Strg+H führt sie auf.</translation>
    </message>
    <message>
        <source>The search is no longer saved.</source>
        <translation>Die Suche ist nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>The result was pinned; Ctrl+H lists it.</source>
        <translation>Der Treffer wurde angeheftet; Strg+H führt ihn auf.</translation>
    </message>
    <message>
        <source>The result is no longer pinned.</source>
        <translation>Der Treffer ist nicht mehr angeheftet.</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Clear what was asked</source>
        <translation>Gesuchtes löschen</translation>
    </message>
    <message>
        <source>Saved searches and pinned paragraphs stay</source>
        <translation>Gespeicherte Suchen und angeheftete Absätze bleiben</translation>
    </message>
    <message>
        <source>Forget the chosen one</source>
        <translation>Das Gewählte vergessen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>What you ask is not kept. The settings can change that.</source>
        <translation>Was Sie suchen, wird nicht behalten. Die Einstellungen können das ändern.</translation>
    </message>
    <message>
        <source>What you ask is kept here, on this machine alone. Ctrl+S saves a search, Ctrl+P pins a result.</source>
        <translation>Was Sie suchen, wird hier behalten, nur auf diesem Rechner. Strg+S speichert eine Suche, Strg+P heftet einen Treffer an.</translation>
    </message>
    <message>
        <source>Enter asks again, Delete forgets. All of it stays on this machine.</source>
        <translation>Eingabe sucht noch einmal, Entf vergisst. Alles bleibt auf diesem Rechner.</translation>
    </message>
</context>
<context>
    <name>HitActions</name>
    <message>
        <source>The paragraph was copied.</source>
        <translation>Der Absatz wurde kopiert.</translation>
    </message>
</context>
<context>
    <name>IndexProgress</name>
    <message>
        <source>%1 paragraphs a second</source>
        <translation>%1 Absätze in der Sekunde</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
</context>
<context>
    <name>KeyNotices</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>To the search</source>
        <translation>Zur Suche</translation>
    </message>
    <message>
        <source>Choose a result</source>
        <translation>Einen Treffer wählen</translation>
    </message>
    <message>
        <source>Behind the query: open and close more in this file</source>
        <translation>Hinter der Anfrage: weitere Stellen der Datei auf- und zuklappen</translation>
    </message>
    <message>
        <source>To the results, then to the reading pane</source>
        <translation>Zu den Treffern, dann zum Lesebereich</translation>
    </message>
    <message>
        <source>Save the search, or keep it no longer</source>
        <translation>Die Suche speichern oder nicht länger behalten</translation>
    </message>
    <message>
        <source>Clear, or go back</source>
        <translation>Leeren oder zurück</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Die Datei öffnen</translation>
    </message>
    <message>
        <source>Show it in its folder</source>
        <translation>In ihrem Ordner zeigen</translation>
    </message>
    <message>
        <source>Open the first to ninth result</source>
        <translation>Den ersten bis neunten Treffer öffnen</translation>
    </message>
    <message>
        <source>Copy the paragraph</source>
        <translation>Den Absatz kopieren</translation>
    </message>
    <message>
        <source>Find similar paragraphs</source>
        <translation>Ähnliche Absätze finden</translation>
    </message>
    <message>
        <source>Pin the result, or let it go</source>
        <translation>Den Treffer anheften oder loslassen</translation>
    </message>
    <message>
        <source>Next hit in the document</source>
        <translation>Nächster Treffer im Dokument</translation>
    </message>
    <message>
        <source>Hit before this one</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Copy the paragraph as a citation</source>
        <translation>Den Absatz als Zitat kopieren</translation>
    </message>
    <message>
        <source>From the page to its text, and back</source>
        <translation>Von der Seite zu ihrem Text und zurück</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>The usual size</source>
        <translation>Die übliche Größe</translation>
    </message>
    <message>
        <source>Reading pane beside the results, below them, or off</source>
        <translation>Lesebereich neben den Treffern, darunter oder aus</translation>
    </message>
    <message>
        <source>What was asked, saved and pinned</source>
        <translation>Gesuchtes, Gespeichertes und Angeheftetes</translation>
    </message>
    <message>
        <source>The files, and why some are not found</source>
        <translation>Die Dateien, und warum manche nicht gefunden werden</translation>
    </message>
    <message>
        <source>In the list of files: try the chosen files again</source>
        <translation>In der Dateiliste: die gewählten noch einmal lesen</translation>
    </message>
    <message>
        <source>Try all files again that could not be read</source>
        <translation>Alle nicht lesbaren Dateien noch einmal lesen</translation>
    </message>
    <message>
        <source>Folders and settings</source>
        <translation>Ordner und Einstellungen</translation>
    </message>
    <message>
        <source>In the settings: take the last change back</source>
        <translation>In den Einstellungen: die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>The manual, and back</source>
        <translation>Das Handbuch und zurück</translation>
    </message>
    <message>
        <source>In the manual: back to where a link was</source>
        <translation>Im Handbuch: zurück zum Verweis</translation>
    </message>
    <message>
        <source>This list of keys, over the window</source>
        <translation>Diese Tasten, über dem Fenster</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>Das Programm beenden</translation>
    </message>
    <message>
        <source>Bind the command “%1” to a key in the keyboard settings of your desktop.</source>
        <translation>Legen Sie den Befehl „%1“ in den Tastatureinstellungen Ihres Desktops auf eine Taste.</translation>
    </message>
    <message>
        <source>The key %1 is taken by another program; choose another one.</source>
        <translation>Die Taste %1 gehört einem anderen Programm; wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This keyboard has no key %1.</source>
        <translation>Diese Tastatur hat keine Taste %1.</translation>
    </message>
    <message>
        <source>%1 is set twice; choose another key.</source>
        <translation>%1 ist zweimal vergeben; wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>“%1” cannot be a key for the whole desktop; name one like Ctrl+Alt+Space.</source>
        <translation>„%1“ kann keine Taste für den ganzen Desktop sein; nennen Sie eine wie Ctrl+Alt+Space.</translation>
    </message>
    <message>
        <source>Search for what is like the selected text</source>
        <translation>Nach Ähnlichem wie dem markierten Text suchen</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
</context>
<context>
    <name>KeysSheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Esc closes this list.</source>
        <translation>Esc schließt diese Liste.</translation>
    </message>
</context>
<context>
    <name>ManualPage</name>
    <message>
        <source>en</source>
        <comment>the manual&apos;s language: one that there is a file for</comment>
        <translation>de</translation>
    </message>
    <message>
        <source>Find in the manual</source>
        <translation>Im Handbuch suchen</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Not in the manual</source>
        <translation>Steht nicht im Handbuch</translation>
    </message>
</context>
<context>
    <name>ManualText</name>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
</context>
<context>
    <name>MessagePage</name>
    <message>
        <source>Asked lately</source>
        <translation>Zuletzt gesucht</translation>
    </message>
    <message>
        <source>Enter opens a file, Ctrl+Enter shows it in its folder, F1 opens the manual.</source>
        <translation>Eingabe öffnet eine Datei, Strg+Eingabe zeigt sie in ihrem Ordner, F1 öffnet das Handbuch.</translation>
    </message>
    <message>
        <source>Describe what you are looking for</source>
        <translation>Beschreiben Sie, was Sie suchen</translation>
    </message>
    <message>
        <source>The answer comes as soon as the search is running.</source>
        <translation>Die Antwort kommt, sobald die Suche läuft.</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Augenblick</translation>
    </message>
    <message>
        <source>Nothing similar was found</source>
        <translation>Nichts Ähnliches gefunden</translation>
    </message>
    <message>
        <source>Nothing was found for “%1”</source>
        <translation>Zu „%1“ wurde nichts gefunden</translation>
    </message>
    <message>
        <source>The search is limited by the filters above.</source>
        <translation>Die Suche ist durch die Filter oben begrenzt.</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>Ohne Filter suchen</translation>
    </message>
    <message>
        <source>%1 still to be read; the answer may be among them.</source>
        <translation>Noch zu lesen: %1; die Antwort kann darunter sein.</translation>
    </message>
    <message>
        <source>Only words are searched so far. Meaning search is getting ready.</source>
        <translation>Bisher wird nur nach Wörtern gesucht. Die Suche nach Bedeutung wird vorbereitet.</translation>
    </message>
    <message>
        <source>Try fewer words or other words, or add the folder that it may be in.</source>
        <translation>Versuchen Sie weniger oder andere Wörter, oder fügen Sie den Ordner hinzu, in dem es sein kann.</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>Ordner…</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>NumberBox</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Weniger</translation>
    </message>
</context>
<context>
    <name>Open</name>
    <message>
        <source>%1 is not there any more; it may have been moved or deleted.</source>
        <translation>%1 ist nicht mehr da; vielleicht wurde es verschoben oder gelöscht.</translation>
    </message>
    <message>
        <source>%1 cannot be reached just now.</source>
        <translation>%1 ist zurzeit nicht erreichbar.</translation>
    </message>
    <message>
        <source>%1 could run a program, so it is shown in its folder instead.</source>
        <translation>%1 könnte ein Programm starten und wird daher nur in seinem Ordner gezeigt.</translation>
    </message>
    <message>
        <source>No program on this computer opens %1.</source>
        <translation>Kein Programm auf diesem Computer öffnet %1.</translation>
    </message>
    <message>
        <source>No program on this computer shows the folder of %1.</source>
        <translation>Kein Programm auf diesem Computer zeigt den Ordner von %1.</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>Version %1 was started, but %2 is still running: quit it (Ctrl+Q) and start again.</source>
        <translation>Version %1 wurde gestartet, es läuft aber noch %2: bitte beenden (Strg+Q) und neu starten.</translation>
    </message>
</context>
<context>
    <name>PrivacyFlow</name>
    <message>
        <source>Deleting…</source>
        <translation>Wird gelöscht…</translation>
    </message>
    <message>
        <source>The index is deleted; your documents are read anew.</source>
        <translation>Der Index ist gelöscht; Ihre Dokumente werden neu gelesen.</translation>
    </message>
    <message>
        <source>Everything is deleted that the program had stored.</source>
        <translation>Alles ist gelöscht, was das Programm gespeichert hatte.</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Searching</source>
        <translation>Es wird gesucht</translation>
    </message>
</context>
<context>
    <name>QuickFlow</name>
    <message>
        <source>Like: “%1”</source>
        <translation>Wie: „%1“</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>Nichts passt.</translation>
    </message>
    <message>
        <source>Nothing matches well; these are the nearest.</source>
        <translation>Nichts passt gut; dies ist am nächsten.</translation>
    </message>
    <message>
        <source>The paragraph was copied.</source>
        <translation>Der Absatz wurde kopiert.</translation>
    </message>
    <message>
        <source>The paragraph was copied as a citation.</source>
        <translation>Der Absatz wurde als Zitat kopiert.</translation>
    </message>
</context>
<context>
    <name>QuickList</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
</context>
<context>
    <name>QuickPanel</name>
    <message>
        <source>Search your documents</source>
        <translation>Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
</context>
<context>
    <name>QuickPreview</name>
    <message>
        <source>Paragraph</source>
        <translation>Absatz</translation>
    </message>
</context>
<context>
    <name>ReadingFlow</name>
    <message>
        <source>The paragraph was copied with its source.</source>
        <translation>Der Absatz wurde mit seiner Quelle kopiert.</translation>
    </message>
    <message>
        <source>The paragraph was copied.</source>
        <translation>Der Absatz wurde kopiert.</translation>
    </message>
</context>
<context>
    <name>ReadingHead</name>
    <message>
        <source>About this file</source>
        <translation>Über diese Datei</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Cite</source>
        <translation>Zitieren</translation>
    </message>
    <message>
        <source>Copy as a citation: Ctrl+Shift+C</source>
        <translation>Als Zitat kopieren: Strg+Umschalt+C</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Strg+T</translation>
    </message>
    <message>
        <source>Hit before this one: Shift+F3</source>
        <translation>Vorheriger Treffer: Umschalt+F3</translation>
    </message>
    <message>
        <source>Hit before this one</source>
        <translation>Vorheriger Treffer</translation>
    </message>
    <message>
        <source>Next hit: F3</source>
        <translation>Nächster Treffer: F3</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Page before this one</source>
        <translation>Vorherige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 Treffer</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Show text</source>
        <translation>Text zeigen</translation>
    </message>
    <message>
        <source>Show page</source>
        <translation>Seite zeigen</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>This page cannot be shown as a picture; here is its text. (%1)</source>
        <translation>Diese Seite kann nicht als Bild gezeigt werden; hier ist ihr Text. (%1)</translation>
    </message>
    <message>
        <source>This file is gone. What was read of it is still shown here.</source>
        <translation>Diese Datei ist weg. Was von ihr gelesen wurde, wird hier noch gezeigt.</translation>
    </message>
    <message>
        <source>This file has changed since it was read; it is being read again.</source>
        <translation>Diese Datei hat sich geändert, seit sie gelesen wurde; sie wird wieder gelesen.</translation>
    </message>
</context>
<context>
    <name>ReadingText</name>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>Slide %1</source>
        <translation>Folie %1</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>The table has more rows than are shown here.</source>
        <translation>Die Tabelle hat mehr Zeilen, als hier gezeigt werden.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Results</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>1 better match above</source>
        <translation>1 besserer Treffer weiter oben</translation>
    </message>
    <message>
        <source>%1 better matches above</source>
        <translation>%1 bessere Treffer weiter oben</translation>
    </message>
</context>
<context>
    <name>RowWords</name>
    <message>
        <source>no longer there</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>changed since it was read</source>
        <translation>geändert, seit sie gelesen wurde</translation>
    </message>
    <message>
        <source>%1, shown below</source>
        <translation>%1, darunter gezeigt</translation>
    </message>
    <message>
        <source>%1, not shown</source>
        <translation>%1, nicht gezeigt</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>In the same file</source>
        <translation>In derselben Datei</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
</context>
<context>
    <name>Runner</name>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Clear the text</source>
        <translation>Den Text löschen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Similar to “%1”. Esc goes back.</source>
        <translation>Ähnlich wie „%1“. Esc führt zurück.</translation>
    </message>
    <message>
        <source>Nothing matches well. Nearest:</source>
        <translation>Nichts passt gut. Am nächsten:</translation>
    </message>
</context>
<context>
    <name>SelectionFlow</name>
    <message>
        <source>No text is selected.</source>
        <translation>Kein Text ist markiert.</translation>
    </message>
    <message>
        <source>This desktop does not show programs what is selected: copy the text, and paste it here.</source>
        <translation>Dieser Desktop zeigt Programmen nicht, was markiert ist: bitte den Text kopieren und hier einfügen.</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files of %1</source>
        <translation>Dateien von %1</translation>
    </message>
    <message>
        <source>Which of its files are found, and why others are not.</source>
        <translation>Welche seiner Dateien gefunden werden, und warum andere nicht.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>The folder itself is not touched.</source>
        <translation>Der Ordner selbst bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Waiting to be read</source>
        <translation>Wird noch gelesen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Or drop a folder on this window. Documents are only read.</source>
        <translation>Oder lassen Sie einen Ordner auf dieses Fenster fallen. Dokumente werden nur gelesen.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: no key</source>
        <translation>%1: keine Taste</translation>
    </message>
    <message>
        <source>global key shortcut hotkey anywhere</source>
        <translation>globale Taste Tastenkürzel Kürzel überall</translation>
    </message>
    <message>
        <source>Key for quick search</source>
        <translation>Taste für die Schnellsuche</translation>
    </message>
    <message>
        <source>Brings quick search up from within any program.</source>
        <translation>Ruft die Schnellsuche aus jedem Programm heraus auf.</translation>
    </message>
    <message>
        <source>Key for the selected text</source>
        <translation>Taste für den ausgewählten Text</translation>
    </message>
    <message>
        <source>Searches for what is like the text that is selected in any program.</source>
        <translation>Sucht nach Ähnlichem zu dem Text, der in irgendeinem Programm ausgewählt ist.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Light or dark as the system is, with the strongest contrast.</source>
        <translation>Hell oder dunkel wie das System, mit dem stärksten Kontrast.</translation>
    </message>
    <message>
        <source>theme scheme black white night</source>
        <translation>Thema Schema schwarz weiß Nacht Theme</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>On top of the size that the system has chosen for its texts.</source>
        <translation>Zusätzlich zur Größe, die das System für seine Texte gewählt hat.</translation>
    </message>
    <message>
        <source>font zoom larger scale</source>
        <translation>Schrift Zoom größer Skalierung</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Documents are found in any language, whatever is chosen here.</source>
        <translation>Dokumente werden in jeder Sprache gefunden, was hier auch gewählt ist.</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Sprache des Fensters</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Quiet on battery</source>
        <translation>Leise im Akkubetrieb</translation>
    </message>
    <message>
        <source>On battery at most half of one core is used.</source>
        <translation>Im Akkubetrieb wird höchstens ein halber Kern benutzt.</translation>
    </message>
    <message>
        <source>Always quiet</source>
        <translation>Immer leise</translation>
    </message>
    <message>
        <source>At most half of one core is used; it takes longer.</source>
        <translation>Höchstens ein halber Kern wird benutzt; es dauert länger.</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>Volles Tempo</translation>
    </message>
    <message>
        <source>On battery too.</source>
        <translation>Auch im Akkubetrieb.</translation>
    </message>
    <message>
        <source>Quiet reading takes at most half of one core; with a low battery it waits for power.</source>
        <translation>Leises Lesen nimmt höchstens einen halben Kern; bei fast leerem Akku wartet es auf Strom.</translation>
    </message>
    <message>
        <source>processor battery speed threads limit</source>
        <translation>Prozessor Akku Tempo Threads Grenze</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>Wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Stay ready</source>
        <translation>Bereit bleiben</translation>
    </message>
    <message>
        <source>In the tray, where there is one.</source>
        <translation>Im Infobereich, wo es einen gibt.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Staying ready, it reads what changes, and quick search is there at once.</source>
        <translation>Bleibt es bereit, liest es, was sich ändert, und die Schnellsuche ist sofort da.</translation>
    </message>
    <message>
        <source>tray background close</source>
        <translation>Infobereich Hintergrund schließen Tray</translation>
    </message>
    <message>
        <source>Start with the session</source>
        <translation>Mit der Sitzung starten</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Without a window, ready for quick search.</source>
        <translation>Ohne Fenster, bereit für die Schnellsuche.</translation>
    </message>
    <message>
        <source>autostart login boot</source>
        <translation>Autostart Anmeldung Hochfahren</translation>
    </message>
    <message>
        <source>Show in the application menu</source>
        <translation>Im Anwendungsmenü zeigen</translation>
    </message>
    <message>
        <source>Also “open with” of folders, and results in KRunner. GNOME&apos;s overview takes results only from programs that are installed for everybody, as the package is.</source>
        <translation>Auch „Öffnen mit“ von Ordnern und Treffer in KRunner. Die Übersicht von GNOME nimmt Treffer nur von Programmen, die wie das Paket für alle installiert sind.</translation>
    </message>
    <message>
        <source>launcher icon krunner gnome file manager entry</source>
        <translation>starter symbol krunner gnome dateiverwaltung eintrag menü</translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>A larger one finds better and takes longer. The one before answers meanwhile.</source>
        <translation>Ein größeres findet besser und braucht länger. Bis dahin antwortet das bisherige.</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>Ein anderes Modell</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Computes on</source>
        <translation>Rechnet auf</translation>
    </message>
    <message>
        <source>Model and device</source>
        <translation>Modell und Gerät</translation>
    </message>
    <message>
        <source>meaning download hub embedding</source>
        <translation>Bedeutung Download Hub Embedding</translation>
    </message>
    <message>
        <source>maker/model</source>
        <translation>hersteller/modell</translation>
    </message>
    <message>
        <source>Name of a model on the hub</source>
        <translation>Name eines Modells auf dem Hub</translation>
    </message>
    <message>
        <source>Comes with the program.</source>
        <translation>Kommt mit dem Programm.</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>No model is loaded yet.</source>
        <translation>Noch ist kein Modell geladen.</translation>
    </message>
    <message>
        <source>%1 on %2, %3</source>
        <translation>%1 auf %2, %3</translation>
    </message>
    <message>
        <source>%1 to download, once. Then %2 are learnt anew; the present model answers until that is done.</source>
        <translation>Einmalig %1 herunterzuladen. Danach werden %2 neu gelernt; bis dahin antwortet das jetzige Modell.</translation>
    </message>
    <message>
        <source>Download and use</source>
        <translation>Laden und benutzen</translation>
    </message>
    <message>
        <source>%1 of %2 are here (%3 %).</source>
        <translation>%1 von %2 sind da (%3 %).</translation>
    </message>
    <message>
        <source>The download was stopped; it can be gone on with.</source>
        <translation>Der Download wurde angehalten; er kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Looking it up…</source>
        <translation>Wird nachgesehen…</translation>
    </message>
    <message>
        <source>A folder with a model in it, or the name of one on the hub. Only then is the network used.</source>
        <translation>Ein Ordner mit einem Modell darin oder der Name eines Modells auf dem Hub. Nur dann wird das Netz benutzt.</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple-Grafik</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA-Grafikkarte</translation>
    </message>
    <message>
        <source>What is fastest here.</source>
        <translation>Was hier am schnellsten ist.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remember what was searched for</source>
        <translation>Gesuchtes merken</translation>
    </message>
    <message>
        <source>Kept on this computer only, for the list of recent searches.</source>
        <translation>Nur auf diesem Computer, für die Liste der letzten Suchen.</translation>
    </message>
    <message>
        <source>Searches</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Recent and saved searches.</source>
        <translation>Letzte und gespeicherte Suchen.</translation>
    </message>
    <message>
        <source>Clear the history</source>
        <translation>Verlauf löschen</translation>
    </message>
    <message>
        <source>Every recent and every saved search is forgotten.</source>
        <translation>Alle letzten und alle gespeicherten Suchen werden vergessen.</translation>
    </message>
    <message>
        <source>The index alone</source>
        <translation>Nur der Index</translation>
    </message>
    <message>
        <source>What was read from your documents. It is made anew from them at once.</source>
        <translation>Was aus Ihren Dokumenten gelesen wurde. Er wird sofort neu daraus gemacht.</translation>
    </message>
    <message>
        <source>Delete the index</source>
        <translation>Index löschen</translation>
    </message>
    <message>
        <source>The index is deleted and read anew. Your documents and settings stay.</source>
        <translation>Der Index wird gelöscht und neu gelesen. Ihre Dokumente und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>All that the program has stored</source>
        <translation>Alles, was das Programm gespeichert hat</translation>
    </message>
    <message>
        <source>Index, downloaded models, history, settings, cache and logs.</source>
        <translation>Index, heruntergeladene Modelle, Verlauf, Einstellungen, Zwischenspeicher und Protokolle.</translation>
    </message>
    <message>
        <source>Delete everything</source>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Index, downloaded models, history, settings, cache and logs are deleted, and the program begins anew. Your documents stay as they are.</source>
        <translation>Index, heruntergeladene Modelle, Verlauf, Einstellungen, Zwischenspeicher und Protokolle werden gelöscht, und das Programm beginnt von vorn. Ihre Dokumente bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Everything stays on this computer</source>
        <translation>Alles bleibt auf diesem Computer</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere. Documents are only read, and never changed.</source>
        <translation>Nichts wird irgendwohin gesendet. Dokumente werden nur gelesen und nie verändert.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the folder: %1</source>
        <translation>Den Ordner zeigen: %1</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>stored data delete disk space</source>
        <translation>gespeicherte Daten löschen Speicherplatz Platte Privatsphäre</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Nothing is stored.</source>
        <translation>Nichts ist gespeichert.</translation>
    </message>
    <message>
        <source>Searches are remembered.</source>
        <translation>Suchen werden gemerkt.</translation>
    </message>
    <message>
        <source>Searches are not remembered any more.</source>
        <translation>Suchen werden nicht mehr gemerkt.</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Downloaded models</source>
        <translation>Heruntergeladene Modelle</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Leave out hidden files</source>
        <translation>Versteckte Dateien auslassen</translation>
    </message>
    <message>
        <source>Those whose names begin with a dot, or that the system hides.</source>
        <translation>Deren Namen mit einem Punkt beginnen oder die das System versteckt.</translation>
    </message>
    <message>
        <source>Leave out what .gitignore files leave out</source>
        <translation>Auslassen, was .gitignore-Dateien auslassen</translation>
    </message>
    <message>
        <source>Below a folder under version control.</source>
        <translation>Unterhalb eines Ordners mit Versionsverwaltung.</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>Größte Datei</translation>
    </message>
    <message>
        <source>Files above this size are left out.</source>
        <translation>Dateien über dieser Größe werden ausgelassen.</translation>
    </message>
    <message>
        <source>limit megabytes big</source>
        <translation>Grenze Megabyte groß</translation>
    </message>
    <message>
        <source>Leave out by a pattern</source>
        <translation>Nach einem Muster auslassen</translation>
    </message>
    <message>
        <source>skip exclude ignore rules</source>
        <translation>überspringen ausschließen ignorieren Regeln</translation>
    </message>
    <message>
        <source>What is left out</source>
        <translation>Was ausgelassen wird</translation>
    </message>
    <message>
        <source>*.bak, Drafts/, /Archive/2019/</source>
        <translation>*.bak, Entwürfe/, /Archiv/2019/</translation>
    </message>
    <message>
        <source>Pattern of what is left out</source>
        <translation>Muster für Ausgelassenes</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>“%1” leaves files out now.</source>
        <translation>„%1“ lässt jetzt Dateien aus.</translation>
    </message>
    <message>
        <source>“%1” leaves nothing out any more.</source>
        <translation>„%1“ lässt nichts mehr aus.</translation>
    </message>
    <message>
        <source>Files above %1 MB are left out.</source>
        <translation>Dateien über %1 MB werden ausgelassen.</translation>
    </message>
    <message>
        <source>Written as in a .gitignore file; what it would leave out is counted as you type.</source>
        <translation>Geschrieben wie in einer .gitignore-Datei; was es auslassen würde, wird beim Tippen gezählt.</translation>
    </message>
    <message>
        <source>Hidden files are left out.</source>
        <translation>Versteckte Dateien werden ausgelassen.</translation>
    </message>
    <message>
        <source>Hidden files are found too.</source>
        <translation>Versteckte Dateien werden auch gefunden.</translation>
    </message>
    <message>
        <source>What .gitignore files leave out is left out.</source>
        <translation>Was .gitignore-Dateien auslassen, wird ausgelassen.</translation>
    </message>
    <message>
        <source>What .gitignore files leave out is found too.</source>
        <translation>Was .gitignore-Dateien auslassen, wird auch gefunden.</translation>
    </message>
    <message>
        <source>Your folders hold too many files to count what it would leave out.</source>
        <translation>In Ihren Ordnern sind zu viele Dateien, um zu zählen, was es auslassen würde.</translation>
    </message>
    <message>
        <source>It would leave out %1: %2</source>
        <translation>Es würde %1 auslassen: %2</translation>
    </message>
    <message>
        <source>It would bring back %1: %2</source>
        <translation>Es würde %1 zurückholen: %2</translation>
    </message>
    <message>
        <source>It would leave out nothing.</source>
        <translation>Es würde nichts auslassen.</translation>
    </message>
    <message>
        <source>Your folders hold too many files to count what it leaves out.</source>
        <translation>In Ihren Ordnern sind zu viele Dateien, um zu zählen, was es auslässt.</translation>
    </message>
    <message>
        <source>Leaves out %1: %2</source>
        <translation>Lässt %1 aus: %2</translation>
    </message>
    <message>
        <source>Brings back %1: %2</source>
        <translation>Holt %1 zurück: %2</translation>
    </message>
    <message>
        <source>Leaves out nothing now.</source>
        <translation>Lässt jetzt nichts aus.</translation>
    </message>
    <message>
        <source>keyboard shortcuts</source>
        <translation>Tastatur Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Press the keys; Backspace for none.</source>
        <translation>Drücken Sie die Tasten; die Rücktaste für keine.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Press the keys</source>
        <translation>Drücken Sie die Tasten</translation>
    </message>
</context>
<context>
    <name>SettingsFlow</name>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung finden</translation>
    </message>
    <message>
        <source>Show them over the window (%1)</source>
        <translation>Über dem Fenster zeigen (%1)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>No setting is called “%1”.</source>
        <translation>Keine Einstellung heißt „%1“.</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 could not be read</source>
        <translation>%1 nicht lesbar</translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation>%1 ausgelassen</translation>
    </message>
    <message>
        <source>meaning ready for %1 %</source>
        <translation>Bedeutung bereit für %1 %</translation>
    </message>
    <message>
        <source>meaning ready</source>
        <translation>Bedeutung bereit</translation>
    </message>
    <message>
        <source>words only</source>
        <translation>nur Wörter</translation>
    </message>
    <message>
        <source>meaning is getting ready</source>
        <translation>Bedeutung wird vorbereitet</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>Liest %1</translation>
    </message>
    <message>
        <source>Looking for changes</source>
        <translation>Sucht nach Änderungen</translation>
    </message>
    <message>
        <source>Learning with the new model: %1 of %2</source>
        <translation>Lernt mit dem neuen Modell: %1 von %2</translation>
    </message>
    <message>
        <source>Getting meaning ready %1 %</source>
        <translation>Bereitet Bedeutung vor: %1 %</translation>
    </message>
    <message>
        <source>Up to date</source>
        <translation>Auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Another program is updating the index</source>
        <translation>Ein anderes Programm bringt den Index auf den neuesten Stand</translation>
    </message>
    <message>
        <source>Reading has stopped</source>
        <translation>Das Lesen wurde abgebrochen</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
    <message>
        <source>%1 h left</source>
        <translation>noch %1 h</translation>
    </message>
    <message>
        <source>The search stopped unexpectedly and is starting again.</source>
        <translation>Die Suche wurde unerwartet beendet und startet neu.</translation>
    </message>
    <message>
        <source>The search has stopped.</source>
        <translation>Die Suche wurde beendet.</translation>
    </message>
    <message>
        <source>The search has stopped (%1).</source>
        <translation>Die Suche wurde beendet (%1).</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>leise</translation>
    </message>
    <message>
        <source>quiet on battery</source>
        <translation>leise im Akkubetrieb</translation>
    </message>
    <message>
        <source>waiting for power</source>
        <translation>wartet auf Strom</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Show these files (Ctrl+I)</source>
        <translation>Diese Dateien zeigen (Strg+I)</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Weiterlesen</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>Lesen anhalten</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open the window</source>
        <translation>Fenster öffnen</translation>
    </message>
    <message>
        <source>Quick search</source>
        <translation>Schnellsuche</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>Lesen anhalten</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Quit Desktop Search</source>
        <translation>Desktop Search beenden</translation>
    </message>
    <message>
        <source>Resume reading</source>
        <translation>Weiterlesen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>The search has stopped</source>
        <translation>Die Suche wurde beendet</translation>
    </message>
</context>
<context>
    <name>UndoFlow</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>row %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>p. %1</source>
        <translation>S. %1</translation>
    </message>
    <message>
        <source>slide %1</source>
        <translation>Folie %1</translation>
    </message>
    <message>
        <source>sheet %1</source>
        <translation>Blatt %1</translation>
    </message>
    <message>
        <source>cell %1</source>
        <translation>Zelle %1</translation>
    </message>
    <message>
        <source>message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>strong match</source>
        <translation>starker Treffer</translation>
    </message>
    <message>
        <source>good match</source>
        <translation>guter Treffer</translation>
    </message>
    <message>
        <source>weak match</source>
        <translation>schwacher Treffer</translation>
    </message>
    <message>
        <source>%1 more in this file</source>
        <translation>%1 weitere in dieser Datei</translation>
    </message>
    <message>
        <source>also in 1 other place</source>
        <translation>auch an 1 anderen Stelle</translation>
    </message>
    <message>
        <source>also in %1 other places</source>
        <translation>auch an %1 anderen Stellen</translation>
    </message>
    <message>
        <source>By words: %1 (%2)</source>
        <translation>Nach Wörtern: %1 (%2)</translation>
    </message>
    <message>
        <source>By meaning: %1 (by chance %2)</source>
        <translation>Nach Bedeutung: %1 (zufällig %2)</translation>
    </message>
    <message>
        <source>Meaning has %1 % of the say</source>
        <translation>Die Bedeutung zählt zu %1 %</translation>
    </message>
    <message>
        <source>%1 % less without: %2</source>
        <translation>%1 % weniger ohne: %2</translation>
    </message>
    <message>
        <source>Also in %1</source>
        <translation>Auch in %1</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>1 Datei</translation>
    </message>
    <message>
        <source>%1 files</source>
        <translation>%1 Dateien</translation>
    </message>
    <message>
        <source>1 paragraph</source>
        <translation>1 Absatz</translation>
    </message>
    <message>
        <source>%1 paragraphs</source>
        <translation>%1 Absätze</translation>
    </message>
    <message>
        <source>%1 · %2 left out</source>
        <translation>%1 · %2 ausgelassen</translation>
    </message>
    <message>
        <source>Not connected now. %1 can still be found.</source>
        <translation>Zurzeit nicht verbunden. Noch zu finden: %1.</translation>
    </message>
    <message>
        <source>This folder is gone. %1 still in the index.</source>
        <translation>Dieser Ordner ist weg. Noch im Index: %1.</translation>
    </message>
    <message>
        <source>This folder may not be read. %1 in the index.</source>
        <translation>Dieser Ordner darf nicht gelesen werden. Im Index: %1.</translation>
    </message>
</context>
</TS>
