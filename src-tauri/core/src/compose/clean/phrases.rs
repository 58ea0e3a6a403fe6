//! What models say around an answer, in lower case with straight apostrophes: names of its parts, agreement, announcements,
//! offers. English, German, Chinese, French, Spanish, Japanese, Korean, Arabic, Hebrew, Russian, and the most frequent ones of
//! some more.

/// What an alt text is called.
pub(super) const ALT: &[&str] = &[
    "alt text", "alt-text", "alttext", "alt", "alternative text", "alternate text", "alt tag", "alt attribute",
    "short alt text", "image alt text", "suggested alt text", "alternativtext", "alt-attribut", "bild-alt-text",
    "texte alternatif", "texte alt", "texto alternativo", "texto alt", "testo alternativo", "alt-tekst",
    "tekst alternatywny", "替代文本", "替代文字", "替代文案", "替代文本是", "替代文字是", "alt文本", "alt 文本",
    "图片替代文本", "代替テキスト", "代替文", "代替テキスト案", "altテキスト", "alt テキスト", "대체 텍스트",
    "대체텍스트", "النص البديل", "نص بديل", "النص البديل للصورة", "טקסט חלופי", "הטקסט החלופי", "תיאור חלופי",
    "альтернативный текст", "alt-текст", "альт-текст", "замещающий текст",
];

/// What a description is called.
pub(super) const DESCRIPTION: &[&str] = &[
    "description", "image description", "short description", "long description", "detailed description",
    "full description", "caption", "image caption", "beschreibung", "bildbeschreibung", "bildunterschrift",
    "ausführliche beschreibung", "lange beschreibung", "kurzbeschreibung", "description de l'image", "légende",
    "description détaillée", "description longue", "descripción", "descripción de la imagen",
    "descripción detallada", "descripción larga", "leyenda", "descrizione", "descrição", "描述", "图片描述",
    "图像描述", "详细描述", "图片说明", "说明", "長文説明", "説明", "画像の説明", "詳細な説明", "詳細説明",
    "キャプション", "설명", "이미지 설명", "상세 설명", "자세한 설명", "캡션", "الوصف", "وصف", "وصف الصورة",
    "وصف تفصيلي", "תיאור", "התיאור", "תיאור התמונה", "תיאור מפורט", "описание", "описание изображения",
    "подробное описание", "подпись",
];

/// What a title is called.
pub(super) const TITLE: &[&str] = &[
    "title", "the title", "the title is", "image title", "suggested title", "possible title", "headline", "titel", "bildtitel", "titelvorschlag",
    "überschrift", "titre", "título", "titolo", "标题", "图片标题", "タイトル", "題名", "제목", "العنوان", "عنوان",
    "כותרת", "הכותרת", "заголовок", "название",
];

/// What tags are called.
pub(super) const TAGS: &[&str] = &[
    "tags", "keywords", "hashtags", "key words", "schlagwörter", "schlagworte", "stichwörter", "stichworte",
    "mots-clés", "mots clés", "étiquettes", "etiquetas", "palabras clave", "parole chiave", "标签", "关键词",
    "关键字", "タグ", "キーワード", "태그", "키워드", "الكلمات المفتاحية", "كلمات مفتاحية", "الوسوم", "وسوم",
    "תגיות", "תגים", "מילות מפתח", "теги", "ключевые слова", "хештеги",
];

/// What an answer of any kind is called.
pub(super) const ANSWER: &[&str] = &[
    "answer", "output", "response", "suggestion", "proposal", "final answer", "final response", "final output",
    "final text", "my answer", "revised text", "antwort", "vorschlag", "endgültige antwort", "ausgabe", "réponse",
    "proposition", "réponse finale", "respuesta", "propuesta", "sugerencia", "respuesta final", "回答", "答",
    "最终答案", "最终回答", "答案", "最終回答", "답변", "최종 답변", "الإجابة", "الإجابة النهائية", "תשובה",
    "תשובה סופית", "ответ", "окончательный ответ", "итоговый ответ",
];

/// What stands before the answer that a model gives after thinking aloud without marks.
pub(super) const FINAL: &[&str] = &[
    "final answer", "final response", "final output", "final alt text", "here is my response", "here's my response",
    "endgültige antwort", "réponse finale", "respuesta final", "最终答案", "最终回答", "最終回答", "최종 답변",
    "الإجابة النهائية", "תשובה סופית", "окончательный ответ", "итоговый ответ",
];

/// How a preamble begins.
pub(super) const OPENERS: &[&str] = &[
    "here is", "here's", "here are", "sure", "certainly", "of course", "absolutely", "okay", "ok,", "based on",
    "this is the alt", "the alt text", "a concise alt", "a suitable alt", "a possible alt", "the following",
    "below is", "below are", "i'd be happy", "i would be happy", "i can help", "you asked for", "one possible",
    "hier ist", "hier sind", "hier der", "hier die", "hier eine", "hier ein", "natürlich", "selbstverständlich",
    "gerne", "gern", "klar", "der alternativtext", "folgender", "folgende", "ein passender", "voici", "bien sûr",
    "d'accord", "certainement", "avec plaisir", "le texte alternatif", "ci-dessous", "aquí", "claro", "por supuesto",
    "desde luego", "este es el", "esta es la", "el texto alternativo", "a continuación", "ecco", "certo",
    "certamente", "aqui está", "aqui esta", "以下", "这是", "这里是", "好的", "当然", "可以的", "没问题", "下面是",
    "根据图片", "これは", "こちら", "はい", "もちろん", "次の", "다음", "여기", "네,", "물론", "알겠습니다", "아래",
    "إليك", "إليكم", "فيما يلي", "هذا هو", "هذه هي", "تفضل", "بالتأكيد", "بالطبع", "حسنًا", "حسنا", "הנה", "להלן",
    "זהו", "בטח", "בוודאי", "כמובן", "בשמחה", "вот", "ниже", "конечно", "хорошо", "разумеется", "с удовольствием",
    "предлагаю",
];

/// What a preamble announces, beside the names of the parts.
pub(super) const ANNOUNCED: &[&str] = &[
    "text you", "text for", "markup", "json", "html", "version", "suggestion", "option", "proposal", "image you",
    "alt-text", "vorschl", "variante", "fassung", "bild", "proposition", "opcion", "opción", "sugerencia",
    "propuesta", "选项", "版本", "方案", "文本", "案", "候補", "テキスト", "옵션", "버전", "제안", "텍스트", "خيار",
    "اقتراح", "نسخ", "وصف", "אפשרו", "הצע", "גרס", "הטקסט", "вариант", "текст", "версии",
];

/// What says within a line that an answer follows.
pub(super) const FOLLOWS: &[&str] = &[
    "as follows", "is below", "lautet", "wie folgt", "comme suit", "est le suivant", "es el siguiente", "文本是",
    "文字是", "描述是", "如下", "以下の通り", "以下のとおり", "次の通り", "次のとおり", "テキストです", "説明です",
    "다음과 같습니다", "설명입니다", "텍스트입니다", "كما يلي", "كالتالي", "כדלקמן", "следующий",
    "следующим образом",
];

/// Agreement that stands before the answer as a sentence of its own, without its mark.
pub(super) const AGREEMENTS: &[&str] = &[
    "sure", "sure thing", "certainly", "of course", "absolutely", "okay", "ok", "great", "got it",
    "i'd be happy to help", "i'd be happy to help with that", "happy to help", "i can help with that",
    "sure, i can help with that", "i'll help you with that", "natürlich", "gerne", "gern", "klar",
    "selbstverständlich", "aber gerne", "alles klar", "bien sûr", "d'accord", "certainement", "avec plaisir",
    "claro", "claro que sí", "por supuesto", "desde luego", "certo", "certamente", "好的", "好", "当然", "当然可以",
    "没问题", "可以", "はい", "もちろん", "もちろんです", "承知しました", "かしこまりました", "わかりました", "네",
    "물론", "물론입니다", "물론이죠", "알겠습니다", "بالتأكيد", "بالطبع", "حسنًا", "حسنا", "نعم", "طبعًا",
    "بكل سرور", "בטח", "בוודאי", "כמובן", "בשמחה", "אוקיי", "конечно", "хорошо", "разумеется", "отлично",
    "с удовольствием", "понял", "да",
];

/// How an offer or a remark after the answer begins.
pub(super) const CLOSERS: &[&str] = &[
    "let me know", "would you", "which do you", "shall i", "should i", "soll ich", "puis-je", "要不要", "i hope this", "hope this helps", "feel free", "if you need", "if you'd like",
    "if you would like", "please let me know", "is there anything else", "which one would you", "which of these",
    "do you want me", "character count", "characters:", "word count", "note:", "note that this", "this alt text",
    "this description is", "this title", "you can paste", "you can use", "you can copy", "lassen sie mich wissen",
    "lass mich wissen", "ich hoffe, das", "ich hoffe, dies", "möchten sie", "möchtest du", "wenn sie möchten",
    "wenn du möchtest", "falls du", "falls sie", "sag bescheid", "sagen sie bescheid", "zeichenanzahl", "zeichen:",
    "hinweis:", "anmerkung:", "dites-moi", "n'hésitez pas", "j'espère que ce", "souhaitez-vous", "voulez-vous",
    "remarque :", "nombre de caractères", "espero que te", "espero que le", "espero que esto", "espero que sea",
    "avísame", "avíseme", "háganme", "hazme saber", "¿te gustaría", "¿le gustaría", "¿quieres", "¿desea", "nota:",
    "número de caracteres", "如果您需要", "如果你需要", "如果您还", "如果你还", "如需", "如果需要", "希望这", "字数",
    "请告诉我", "是否需要", "需要我", "注：", "备注：", "もし他に", "もしご", "お役に立て", "文字数", "他にご",
    "ご要望", "ご希望", "何か他に", "필요하시면", "필요한 것이", "더 필요한", "도움이 되", "글자 수", "원하시면",
    "다른 버전", "آمل أن", "أتمنى أن", "هل تود", "هل ترغب", "هل تريد", "إذا كنت بحاجة", "إذا كنت ترغب", "أخبرني",
    "עדכן אותי", "מקווה ש", "אשמח ל", "האם תרצה", "אם תרצה", "הערה:", "ספירת תווים", "надеюсь", "дайте знать",
    "если нужно", "если хотите", "если вам", "хотите", "могу сделать", "сообщите", "примечание:",
    "количество символов",
];

/// Headings under which a model says why it wrote what it wrote.
pub(super) const EXPLAINERS: &[&str] = &[
    "why this works", "why this alt", "explanation", "rationale", "reasoning", "key elements", "notes",
    "justification", "breakdown", "begründung", "erklärung", "warum", "explication", "pourquoi", "explicación",
    "por qué", "说明：", "解释", "理由", "為什麼", "为什么", "解説", "이유", "설명 이유", "الشرح", "لماذا", "הסבר",
    "למה", "пояснение", "почему",
];

/// What makes the name of a part the name of a proposal.
pub(super) const SUGGESTED: &[&str] = &[
    "suggest", "proposed", "idea", "possible", "vorschlag", "vorgeschlagen", "mögliche", "propos", "suger", "建议",
    "推荐", "案", "提案", "제안", "추천", "مقترح", "מוצע", "הצעה", "предлагаем", "предложен", "вариант",
];

/// How thinking is called that stands before the answer.
pub(super) const THINKING: &[&str] = &[
    "thinking", "thought", "thoughts", "analysis", "reasoning", "reflection", "let me think", "überlegung",
    "überlegungen", "analyse", "gedanken", "réflexion", "razonamiento", "análisis", "pensamiento", "思考", "分析",
    "思考过程", "推論", "考察", "생각", "분석", "التفكير", "التحليل", "תהליך חשיבה", "ניתוח", "размышления",
    "анализ", "рассуждение",
];

/// What the choices of an answer are called where each has a number.
pub(super) const CHOICES: &[&str] = &[
    "option", "version", "variant", "variante", "alternative", "suggestion", "choice", "vorschlag", "möglichkeit",
    "proposition", "opción", "versión", "sugerencia", "propuesta", "选项", "版本", "方案", "选择", "候选", "案",
    "オプション", "候補", "バージョン", "옵션", "버전", "제안", "الخيار", "خيار", "النسخة", "الاقتراح", "אפשרות",
    "גרסה", "הצעה", "вариант", "версия",
];

/// The same where they are announced.
pub(super) const SEVERAL: &[&str] = &[
    "options", "versions", "variants", "alternatives", "suggestions", "choices", "possible alt", "few alt",
    "vorschläge", "varianten", "optionen", "möglichkeiten", "versionen", "propositions", "variantes", "opciones",
    "versiones", "sugerencias", "propuestas", "选项", "版本", "方案", "几个", "案", "候補", "バージョン", "옵션",
    "버전", "제안", "خيارات", "اقتراحات", "نسخ", "אפשרויות", "הצעות", "גרסאות", "вариант", "версии",
];

/// What says behind an answer that one of several is to be chosen.
pub(super) const CHOOSE: &[&str] = &[
    "which one", "which of these", "which do you", "let me know which", "welche version", "welcher ", "welche variante", "laquelle",
    "cuál", "哪一个", "哪个", "どれが", "どちらが", "어떤 것", "какой вариант", "أي منها", "איזו",
];

/// What the choices are called where they differ in length.
pub(super) const SIZES: &[&str] = &[
    "short", "shorter", "short version", "brief", "concise", "simple", "basic", "detailed", "descriptive", "longer",
    "long version", "more detailed", "kurz", "kurzfassung", "kurze version", "kurzversion", "knapp", "ausführlich",
    "lang", "lange version", "detailliert", "court", "courte", "version courte", "bref", "concis", "détaillé",
    "détaillée", "version longue", "corto", "corta", "breve", "versión corta", "detallado", "detallada",
    "versión larga", "简短版", "简短", "简洁版", "简洁", "简短版本", "详细版", "详细", "详细版本", "短い版", "短め",
    "簡潔", "短縮版", "詳細", "詳細版", "짧은 버전", "간단", "간결", "긴 버전", "상세", "자세히", "مختصر", "قصير",
    "مفصل", "طويل", "קצר", "קצרה", "מפורט", "кратко", "краткий", "коротко", "краткий вариант", "подробно",
    "подробный", "подробный вариант",
];

/// Words that a template has where the answer should be.
pub(super) const TEMPLATE: &[&str] = &[
    "insert", "placeholder", "your ", "here", "enter ", "fill in", "einfügen", "hier ", "eingeben", " ici ",
    "insérez", "aquí", "inserte", "此处", "这里", "填写", "输入", "ここ", "入力", "여기", "입력", "هنا", "أدخل",
    "כאן", "הכנס", "вставьте", "здесь", "введите",
];

/// Whole answers that say nothing.
pub(super) const NOTHING: &[&str] = &[
    "null", "none", "nil", "undefined", "nan", "n/a", "n.a", "na", "not available", "not applicable", "unavailable",
    "no description", "no description available", "no alt text", "no caption", "no title", "no tags", "empty",
    "todo", "tbd", "string", "object object", "keine", "keine angabe", "keine beschreibung",
    "description unavailable", "image unavailable", "description not available", "kein alternativtext", "kein titel",
    "nicht verfügbar", "k. a", "aucun", "aucune", "néant", "non disponible", "sans objet", "ninguno", "ninguna",
    "no disponible", "sin descripción", "无", "空", "暂无", "没有", "無", "なし", "無し", "該当なし", "없음",
    "해당 없음", "لا يوجد", "لا شيء", "غير متوفر", "אין", "לא זמין", "нет", "отсутствует", "нет данных", "н/д",
    "your alt text here", "alt text here", "lorem ipsum",
];

/// What joins two things: where a repetition was cut off, it joins nothing.
pub(super) const JOINTS: &[&str] = &[
    "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "и", "или", "و", "או", "和", "と",
];

/// Who speaks.
pub(super) const ROLES: &[&str] = &[
    "assistant", "model", "ai", "bot", "助手", "アシスタント", "어시스턴트", "assistent", "ассистент",
];

/// How counts are called that stand behind an answer.
pub(super) const UNITS: &[&str] = &[
    "character", "char", "word", "zeichen", "wörter", "caractère", "carácter", "caracter", "字", "文字", "자", "حرف",
    "תווים", "символ", "знак",
];
