//! A refusal is an error, not a description. Words that were paid for must not be taken for one, either: a picture may show
//! somebody dressed "als Kirche", or a poster that begins with an apology.

/// How a refusal begins, in lower case with straight apostrophes; the last word is a whole one.
const REFUSALS: &[&str] = &[
    "i'm sorry, i can't",
    "i'm sorry, i cannot",
    "i'm sorry, but i can't",
    "i'm sorry, but i cannot",
    "sorry, but i can't",
    "sorry, but i cannot",
    "sorry, i can't",
    "sorry, i cannot",
    "i can't help with",
    "i can't assist",
    "i cannot assist",
    "i cannot help with",
    "i can't describe",
    "i cannot describe",
    "i can't provide",
    "i cannot provide",
    "i'm unable to",
    "i am unable to",
    "i'm not able to",
    "i am not able to",
    "i can't identify",
    "i cannot identify",
    "i can't see any image",
    "i don't see an image",
    "i do not see an image",
    "i can't view",
    "i cannot view",
    "i won't be able",
    "i must decline",
    "i can't process",
    "i cannot process",
    "unfortunately, i can't",
    "unfortunately, i cannot",
    "no image was provided",
    "there is no image attached",
    "i can't create",
    "i'm not comfortable",
    "ich kann dieses bild nicht",
    "ich kann das bild nicht",
    "ich kann dabei nicht",
    "ich kann ihnen dabei nicht",
    "ich kann dir dabei nicht",
    "ich sehe kein bild",
    "je ne peux pas décrire",
    "je ne peux pas voir",
    "je ne peux pas vous aider",
    "je ne peux pas aider",
    "je ne peux pas identifier",
    "je ne suis pas en mesure",
    "désolé, je ne",
    "désolé, mais je ne",
    "désolée, je ne",
    "malheureusement, je ne",
    "lo siento, pero no puedo",
    "lo siento, no puedo",
    "no puedo ayudar",
    "no puedo describir",
    "no estoy en condiciones",
    "mi dispiace, ma non posso",
    "mi dispiace, non posso",
    "non posso descrivere",
    "desculpe, mas não posso",
    "desculpe, não posso",
    "não posso descrever",
    "przykro mi, ale nie mogę",
    "我没有看到图片",
    "画像を説明することはできません",
    "도와드릴 수 없",
    "설명할 수 없습니다",
];

/// How a refusal may begin and a description or the text in a picture may too: what comes behind decides.
const DOUBTFUL: &[&str] = &[
    "i'm sorry, but i",
    "i am sorry, but i",
    "i'm sorry but i",
    "as an ai",
    "unfortunately, i am",
    "unfortunately, i'm",
    "i apologize, but",
    "es tut mir leid, aber ich",
    "es tut mir leid, ich kann",
    "tut mir leid, aber ich",
    "tut mir leid, ich kann",
    "entschuldigung, aber ich kann",
    "entschuldigung, ich kann",
    "leider kann ich",
    "als ki",
    "ich bin nicht in der lage",
    "je suis désolé",
    "je suis désolée",
    "en tant qu'ia",
    "no me es posible",
    "como modelo de",
    "como ia",
    "het spijt me, maar ik kan",
    "很抱歉",
    "抱歉，",
    "抱歉,",
    "对不起，",
    "对不起,",
    "我无法",
    "我不能",
    "作为一个人工智能",
    "作为ai",
    "申し訳ありません",
    "申し訳ございません",
    "すみませんが",
    "恐れ入りますが",
    "죄송합니다",
    "죄송하지만",
];

/// What a refusal says behind a doubtful beginning: that something cannot be done with a picture or for the person.
const CANNOT: &[&str] = &[
    "can't",
    "cannot",
    "can not",
    "unable",
    "not able",
    "don't have the ability",
    "won't",
    "nicht beschreiben",
    "nicht helfen",
    "nicht erkennen",
    "nicht sehen",
    "nicht identifizieren",
    "nicht verarbeiten",
    "nicht erfüllen",
    "nicht weiterhelfen",
    "zu beschreiben",
    "ne peux",
    "ne suis pas",
    "ne puis",
    "no puedo",
    "describir",
    "ayudar",
    "niet",
    "无法",
    "不能",
    "没法",
    "描述",
    "识别",
    "查看",
    "帮助",
    "协助",
    "提供",
    "分析",
    "回答",
    "ません",
    "できない",
    "없습니다",
    "없어",
    "못",
];

/// How many characters behind a doubtful beginning are looked at.
const LOOKED_AT: usize = 120;

/// Whether a cleaned answer refuses to describe instead of describing, in any of the languages that are asked for.
pub fn refusal(text: &str) -> bool {
    let text = text.replace(['’', '‘'], "'").to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if REFUSALS.iter().any(|opening| after(text, opening).is_some()) {
        return true;
    }
    DOUBTFUL.iter().filter_map(|opening| after(text, opening)).any(|rest| {
        let head: String = rest.chars().take(LOOKED_AT).collect();
        CANNOT.iter().any(|cannot| head.contains(cannot))
    })
}

/// What stands behind an opening that is there as whole words. Writings without spaces have no words to be whole.
fn after<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(opening)?;
    let goes_on = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let cut = opening.chars().next_back().is_some_and(goes_on) && rest.chars().next().is_some_and(goes_on);
    (!cut).then_some(rest)
}
