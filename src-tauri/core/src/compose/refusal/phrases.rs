//! What models say when they refuse, or see no picture, in lower case with straight apostrophes.

/// How a refusal begins, in lower case with straight apostrophes; the last word is a whole one.
pub(super) const REFUSALS: &[&str] = &[
    "i'm sorry, i can't", "i'm sorry, i cannot", "i'm sorry, but i can't", "i'm sorry, but i cannot",
    "sorry, but i can't", "sorry, but i cannot", "sorry, i can't", "sorry, i cannot", "i can't help with",
    "i can't assist", "i cannot assist", "i cannot help with", "i can't describe", "i cannot describe",
    "i can't provide", "i cannot provide", "i'm unable to", "i am unable to", "i'm not able to", "i am not able to",
    "i can't identify", "i cannot identify", "i can't see any image", "i don't see an image",
    "i do not see an image", "i can't view", "i cannot view", "i won't be able", "i must decline", "i can't process",
    "i cannot process", "unfortunately, i can't", "unfortunately, i cannot", "no image was provided",
    "there is no image attached", "i can't create", "i'm not comfortable", "ich kann dieses bild nicht",
    "ich kann das bild nicht", "ich kann dabei nicht", "ich kann ihnen dabei nicht", "ich kann dir dabei nicht",
    "ich sehe kein bild", "je ne peux pas décrire", "je ne peux pas voir", "je ne peux pas vous aider",
    "je ne peux pas aider", "je ne peux pas identifier", "je ne suis pas en mesure", "désolé, je ne",
    "désolé, mais je ne", "désolée, je ne", "malheureusement, je ne", "lo siento, pero no puedo",
    "lo siento, no puedo", "no puedo ayudar", "no puedo describir", "no estoy en condiciones",
    "mi dispiace, ma non posso", "mi dispiace, non posso", "non posso descrivere", "desculpe, mas não posso",
    "desculpe, não posso", "não posso descrever", "przykro mi, ale nie mogę", "i can't help identify",
    "i can't help you", "i can't fulfil", "i can't fulfill", "i can't comply", "this request violates",
    "ich kann keine personen", "ich kann die person nicht", "ich kann die personen nicht",
    "ich kann diese person nicht", "ich darf dieses bild nicht", "ich darf dieses bild leider nicht",
    "ich darf das bild nicht", "no puedo identificar", "lamentablemente, no puedo", "lamento, pero no puedo",
    "画像を説明することはできません", "この画像を説明することはできません", "画像内の人物を特定することは",
    "人物を特定することは", "도와드릴 수 없", "설명할 수 없습니다", "لا أستطيع وصف", "لا أستطيع المساعدة",
    "لا أستطيع التعرف", "لا يمكنني وصف", "لا يمكنني المساعدة", "لا يمكنني التعرف", "אינני יכול לזהות",
    "אינני יכול לתאר", "איני יכול לתאר", "איני יכול לזהות", "אני לא יכול לזהות", "אני לא יכול לתאר",
    "אני לא יכול לעזור", "я не могу описать", "я не могу определить", "я не могу идентифицировать",
    "я не могу помочь",
];

/// How a model begins that was sent no picture, or does not see it.
pub(super) const NO_IMAGE: &[&str] = &[
    "i don't see any image", "i don't see any picture", "i do not see any image", "i can't see the image",
    "it looks like no image", "it looks like the image didn't", "it looks like you haven't", "it seems no image",
    "it seems that no image", "it appears no image", "there doesn't seem to be an image", "there is no image here",
    "no image is attached", "no image attached", "no image provided", "no image detected", "no image found", "error: no image", "i need to see the image",
    "please attach the image", "content policy violation", "the image could not be loaded",
    "the image couldn't be loaded", "the image failed to load", "the image did not load", "sie haben kein bild",
    "du hast kein bild", "das bild konnte nicht geladen werden", "l'image n'a pas pu être chargée",
    "la imagen no se ha cargado", "la imagen no se ha podido", "la imagen no se pudo", "图片加载失败",
    "图片无法加载", "画像を読み込めません", "이미지를 불러올 수 없", "تعذر تحميل الصورة", "לא ניתן לטעון את התמונה",
    "не удалось загрузить изображение", "please upload the image", "please provide the image",
    "please provide an image", "ich sehe leider kein bild", "es wurde kein bild", "es ist kein bild angehängt",
    "kein bild angehängt", "kein bild vorhanden", "es scheint, dass kein bild", "bitte laden sie das bild",
    "bitte lade das bild", "je ne vois aucune image", "je ne vois pas d'image", "il semble qu'aucune image",
    "aucune image n'a été", "no veo ninguna imagen", "no veo la imagen", "no se ha adjuntado", "no se adjuntó",
    "parece que no se ha adjuntado", "parece que no se adjuntó", "我没有看到", "您好，我没有看到",
    "你好，我没有看到", "我看不到", "看起来您没有", "看起来你没有", "您似乎没有", "您没有上传", "未检测到图片",
    "未提供图片", "未收到图片", "没有提供图片", "没有检测到图片", "请上传图片", "画像が添付されていない",
    "画像が見当たり", "画像が見えません", "画像が表示されて", "画像がアップロードされて", "이미지가 첨부되지",
    "사진이 첨부되지", "이미지가 보이지", "첨부된 이미지가 없", "이미지를 볼 수 없", "لا أرى أي صورة", "لا أرى صورة",
    "لا أرى الصورة", "لم يتم إرفاق", "يبدو أنه لم يتم إرفاق", "لا توجد صورة مرفقة", "אני לא רואה תמונה",
    "אני לא רואה שום תמונה", "לא צורפה תמונה", "נראה שלא צורפה תמונה", "לא מצורפת תמונה", "я не вижу изображения",
    "я не вижу изображение", "я не вижу картинки", "похоже, изображение не", "похоже, вы не прикрепили",
    "изображение не было прикреплено", "изображение не прикреплено",
];

/// How a model goes on that describes after all.
pub(super) const SHOWS: &[&str] = &[
    "the image shows", "the picture shows", "the photo shows", "the image depicts", "the photo depicts",
    "this image shows", "it shows", "in the image", "in the photo", "das bild zeigt", "das foto zeigt",
    "auf dem bild", "l'image montre", "la photo montre", "la imagen muestra", "en la imagen", "图片中", "图片显示",
    "图中", "画像には", "写真には", "이미지에는", "사진에는", "تظهر الصورة", "تُظهر الصورة", "בתמונה",
    "התמונה מציגה", "на изображении", "на фото",
];

/// How a refusal may begin and a description or the text in a picture may too: what comes behind decides.
pub(super) const DOUBTFUL: &[&str] = &[
    "i'm sorry, but i", "i am sorry, but i", "i'm sorry but i", "as an ai", "unfortunately, i am",
    "unfortunately, i'm", "i apologize, but", "es tut mir leid, aber ich", "es tut mir leid, ich kann",
    "tut mir leid, aber ich", "tut mir leid, ich kann", "entschuldigung, aber ich kann", "entschuldigung, ich kann",
    "leider kann ich", "als ki", "ich bin nicht in der lage", "je suis désolé", "je suis désolée", "en tant qu'ia",
    "no me es posible", "como modelo de", "como ia", "het spijt me, maar ik kan", "很抱歉", "抱歉，", "抱歉,",
    "对不起，", "对不起,", "我无法", "我不能", "作为一个人工智能", "作为ai", "作为一个ai", "作为一名ai",
    "作为人工智能", "申し訳ありません", "申し訳ございません", "すみませんが", "恐れ入りますが", "죄송합니다",
    "죄송하지만", "i'm sorry, i", "as a language model", "as a text-based", "as a text model",
    "en tant qu'assistant", "en tant que modèle", "como modelo de lenguaje", "como asistente", "aiとして",
    "aiアシスタントとして", "저는 ai", "عذرًا", "عذرا", "آسف", "أنا آسف", "أعتذر", "للأسف", "بصفتي", "מצטער",
    "מצטערת", "אני מצטער", "אני מצטערת", "לצערי", "כמודל שפה", "извините", "простите", "к сожалению", "мне жаль",
    "приношу извинения", "как языковая модель", "как ии",
];

/// What a refusal says behind a doubtful beginning: that something cannot be done with a picture or for the person.
pub(super) const CANNOT: &[&str] = &[
    "can't", "cannot", "can not", "unable", "not able", "don't have the ability", "won't", "nicht beschreiben",
    "nicht helfen", "nicht erkennen", "nicht sehen", "identifizieren", "nicht verarbeiten", "nicht erfüllen",
    "nicht weiterhelfen", "zu beschreiben", "ne peux", "ne suis pas", "ne puis", "no puedo", "describir", "ayudar",
    "niet", "无法", "不能", "没法", "描述", "识别", "查看", "帮助", "协助", "提供", "分析", "回答", "ません",
    "できない", "없습니다", "없어", "못", "لا أستطيع", "لا يمكنني", "لن أتمكن", "لست قادر", "לא יכול", "איני יכול",
    "אינני יכול", "לא ניתן", "не могу", "не смогу", "не в состоянии",
];

/// A refusal by its parts, by language: how its first sentence begins, what it says that cannot be done, and with what. A
/// beginning that says so itself needs no more.
pub(super) struct Parts {
    pub(super) begins: &'static [&'static str],
    pub(super) cannot: &'static [&'static str],
    pub(super) about: &'static [&'static str],
}

/// By language: English, German, French, Spanish, Chinese, Japanese, Korean, Arabic, Hebrew, Russian.
pub(super) const PARTS: &[Parts] = &[
    Parts {
        begins: &[
            "i", "sorry", "i'm sorry", "i am sorry", "unfortunately", "i apologize", "my apologies", "apologies",
            "regrettably", "as",
        ],
        cannot: &[
            "i can't", "i cannot", "i can not", "and cannot", "and can't", "unable to", "not able to", "i won't",
            "don't have the ability", "do not have the ability", "have access", "do not see", "don't see",
        ],
        about: &[
            "image", "picture", "photo", "people", "person", "individual", "request", "assist", "help with",
            "describ",
        ],
    },
    Parts {
        begins: &[
            "ich", "leider", "es tut mir leid", "tut mir leid", "entschuldigung", "als ki", "als sprachmodell",
            "dabei", "damit", "dazu", "hierbei",
        ],
        cannot: &["ich kann", "kann ich", "ich darf", "darf ich", "nicht in der lage", "nicht möglich"],
        about: &[
            "bild nicht", "bilder nicht", "keine bild", "kein bild", "keine person", "person nicht",
            "personen nicht", "anfrage", "bilder an", "bilder zu", "bild zu", "beschreiben", "identifizieren",
            "helfen", "keine fotos",
        ],
    },
    Parts {
        begins: &["je", "j'", "désolé", "désolée", "malheureusement", "en tant"],
        cannot: &["je ne peux", "je ne suis pas", "je ne puis", "je n'ai pas la possibilité"],
        about: &["image", "photo", "personne", "demande", "aider", "décri"],
    },
    Parts {
        begins: &["no", "lo siento", "lamento", "lamentablemente", "como", "disculpa", "disculpe", "perdón"],
        cannot: &["no puedo", "no soy capaz", "no me es posible", "no tengo la capacidad"],
        about: &["imagen", "imágenes", "foto", "persona", "solicitud", "ayudar", "describir", "identificar"],
    },
    Parts {
        begins: &["抱歉", "很抱歉", "非常抱歉", "对不起", "我是", "我无法", "我不能", "不好意思", "作为"],
        cannot: &["我无法", "我不能", "无法", "不能"],
        about: &["图片", "图像", "照片", "图中", "请求", "帮助", "协助", "描述", "人物"],
    },
    Parts {
        begins: &["申し訳", "すみません", "すみませんが", "恐れ入り", "この画像", "画像", "ご提供", "私は", "ai"],
        cannot: &["できません", "できませんでした", "できかねます", "いたしかねます", "致しかねます"],
        about: &["画像", "写真", "人物", "説明", "依頼", "手伝い", "お応え"],
    },
    Parts {
        begins: &[
            "죄송", "저는", "이 이미지", "이 요청", "해당 요청", "이미지", "안타깝게도", "제공된 이미지",
            "해당 이미지",
        ],
        cannot: &["수 없습니다", "수 없어요", "수가 없습니다", "드리기 어렵습니다", "제공된 이미지가 없", "수 없는"],
        about: &["이미지", "사진", "인물", "설명", "요청", "도와"],
    },
    Parts {
        begins: &["لا", "أنا", "عذرًا", "عذرا", "آسف", "أنا آسف", "أعتذر", "للأسف", "بصفتي", "معذرة"],
        cannot: &["لا أستطيع", "لا يمكنني", "لن أتمكن", "لست قادرًا", "غير قادر"],
        about: &["صور", "أشخاص", "الطلب", "طلبك", "المساعدة", "مساعدتك", "وصف", "الأشخاص"],
    },
    Parts {
        begins: &["אני", "איני", "אינני", "מצטער", "מצטערת", "לצערי", "סליחה", "כמודל", "אין"],
        cannot: &["לא יכול", "איני יכול", "אינני יכול", "אין באפשרותי", "לא מסוגל"],
        about: &["תמונ", "אנשים", "בקש", "לעזור", "לתאר", "לזהות"],
    },
    Parts {
        begins: &["я", "извините", "простите", "к сожалению", "мне жаль", "сожалею", "как"],
        cannot: &["не могу", "не смогу", "не в состоянии", "не способен"],
        about: &["изображени", "фото", "картин", "человек", "людей", "запрос", "помочь", "описать", "описани"],
    },
];
