//! Whatever a model says, the alt text is plain words.

use altsmith_core::compose::{answered, clean, one_line, plain_from_markdown, refusal, sentence_end, visible};
use proptest::prelude::*;

fn cleans(table: &[(&str, &str)]) {
    for (said, expected) in table {
        assert_eq!(clean(said), *expected, "{said:?}");
    }
}

#[test]
fn words_that_are_fine_stay_as_they_are() {
    for text in [
        "A cat sits on a red sofa.",
        "Ein Schild mit der Aufschrift „Ausgang“.",
        "一只黑猫坐在红色沙发上。",
        "窓辺に座る猫。",
        "빨간 소파에 앉은 고양이.",
        "Rock & roll: 5 < 6, 2 * 3 * 4 and snake_case_names.",
        "A sign reads: “No entry”.",
        "The word \"open\" on a door, and \"closed\" on another.",
        "«Bonjour» dit une affiche ; un homme sourit\u{a0}!",
        "A family 👨‍👩‍👧 and the flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿.",
        "می‌خواهم",
        "Sure-footed goats on a cliff.",
        "Description boards hang on a wall.",
        "Certainly the largest tree here (about 40 m).",
    ] {
        assert_eq!(clean(text), text);
    }
}

#[test]
fn thinking_is_left_out() {
    cleans(&[
        ("<think>The user wants…\n\nA cat?</think>\n\nA cat.", "A cat."),
        ("<THINKING>hm</THINKING>A cat.", "A cat."),
        ("The picture has a cat, so I say…</think>A cat.", "A cat."),
        ("<think>I was cut off while thinking about", ""),
        ("◁think▷ja◁/think▷A cat.", "A cat."),
        ("<think>a</think><think>b</think>A cat.", "A cat."),
        ("A cat.<|im_end|>", "A cat."),
        ("<|assistant|>A cat.<end_of_turn></s>", "A cat."),
    ]);
}

#[test]
fn an_answer_to_a_question_is_kept_as_it_was_said() {
    for (said, expected) in [
        ("<think>Is it one?</think>\nNo.", "No."),
        ("assistant: Sure! There are **two**.\n\n- red\n- blue", "Sure! There are **two**.\n\n- red\n- blue"),
        (
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>None.<|return|>",
            "None.",
        ),
        ("I cannot see that.", "I cannot see that."),
        ("<think>cut off", ""),
    ] {
        assert_eq!(answered(said), expected);
    }
}

#[test]
fn preambles_labels_and_offers_are_left_out() {
    cleans(&[
        ("Here is the alt text:\n\nA cat.", "A cat."),
        ("Here's a concise alt text for the image:\n\n\"A cat.\"", "A cat."),
        ("Sure! Here is the alt text: A cat.", "A cat."),
        ("Sure! A cat.", "A cat."),
        ("Alt text: A cat.", "A cat."),
        ("**Alt text:** A cat.", "A cat."),
        ("**Alt Text**\n\nA cat.", "A cat."),
        ("# Image description\n\nA cat.", "A cat."),
        ("Hier ist der Alternativtext:\n\nEine Katze.", "Eine Katze."),
        ("Alternativtext: „Eine Katze.“", "Eine Katze."),
        ("Voici le texte alternatif : « Un chat. »", "Un chat."),
        ("Aquí está el texto alternativo: Un gato.", "Un gato."),
        ("以下是图片的替代文本：\n\n一只猫。", "一只猫。"),
        ("替代文本：一只猫。", "一只猫。"),
        ("好的，以下是替代文本：“一只猫。”", "一只猫。"),
        ("代替テキスト：「猫。」", "猫。"),
        ("以下は代替テキストです：\n\n猫。", "猫。"),
        ("대체 텍스트: 고양이.", "고양이."),
        ("A cat.\n\nLet me know if you would like a longer one!", "A cat."),
        ("A cat.\n\n(Character count: 6)", "A cat."),
        ("A cat. (6 characters)", "A cat."),
        ("Eine Katze. (11 Zeichen)", "Eine Katze."),
    ]);
}

#[test]
fn markup_is_left_out() {
    cleans(&[
        ("A **black** cat on a *red* `sofa`.", "A black cat on a red sofa."),
        ("```\nA cat.\n```", "A cat."),
        ("Here is the alt text:\n```text\nA cat.\n```", "A cat."),
        ("\"A cat.\"", "A cat."),
        ("“A cat.”", "A cat."),
        ("\"A cat\".", "\"A cat\"."),
        ("{\"alt\": \"A cat.\"}", "A cat."),
        ("```json\n{\"alt_text\": \"A cat.\"}\n```", "A cat."),
        ("alt=\"A cat &amp; a dog.\"", "A cat & a dog."),
        ("<img src=\"x.jpg\" alt=\"A cat.\">", "A cat."),
        ("<p>A <b>cat</b>.</p>", "A cat."),
        ("A cat.<script>alert(1)</script>", "A cat."),
        ("<script>\nalert(1)\n</script>\n\nA cat.", "A cat."),
        ("A [cat](https://example.org) here.", "A cat here."),
        ("![A cat.](cat.jpg)", "A cat."),
        ("- A cat\n- A dog", "A cat, A dog"),
        ("# A cat\n\nIt sits.", "A cat. It sits."),
        ("AT&amp;T &lt;logo&gt;", "AT&T <logo>"),
        ("A cat\nsits\n\n\non a sofa.", "A cat sits. on a sofa."),
    ]);
}

#[test]
fn nothing_that_a_terminal_obeys_is_left() {
    cleans(&[
        ("\u{1b}[31mA\u{1b}[0m cat.", "A cat."),
        ("\u{1b}]8;;http://x\u{7}A\u{1b}]8;;\u{1b}\\ cat.", "A cat."),
        ("\u{9b}31mA cat.", "A cat."),
        ("A\u{0} \u{8}cat\u{7f}.", "A cat."),
        ("A \u{202e}tac\u{202c} cat.\u{feff}", "A tac cat."),
        ("A cat.\u{e0041}\u{e0042}", "A cat."),
    ]);
    assert_eq!(visible("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    assert_eq!(one_line("  a \u{3000}\n b\u{a0}c "), "a b\u{a0}c");
}

#[test]
fn blocks_of_markdown_become_sentences() {
    let markdown = "## Colours\n\n- red\n- blue\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> Quoted.\n\nThe end";
    assert_eq!(plain_from_markdown(markdown), "Colours. red, blue, a, b, 1, 2. Quoted. The end");
    assert_eq!(plain_from_markdown("# 颜色\n\n- 红\n- 蓝\n\n完"), "颜色。红、蓝。完");
}

#[test]
fn the_end_of_a_sentence_is_marked_once() {
    for (text, language, expected) in [
        ("A cat", "en", "A cat."),
        ("A cat.", "en", "A cat."),
        ("A cat?", "en", "A cat?"),
        ("It says “Stop!”", "en", "It says “Stop!”"),
        ("It says “Stop”", "en", "It says “Stop”."),
        ("A cat,", "en", "A cat."),
        ("一只猫", "zh", "一只猫。"),
        ("猫", "ja", "猫。"),
        ("Logo IBM", "zh", "Logo IBM."),
        ("고양이", "ko", "고양이."),
        ("", "en", ""),
    ] {
        assert_eq!(sentence_end(text, language), expected);
    }
}

#[test]
fn refusals_are_told_from_descriptions() {
    for text in [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, I can’t assist with this request.",
        "I cannot identify people in images.",
        "I'm unable to view the image.",
        "Es tut mir leid, aber ich kann dieses Bild nicht beschreiben.",
        "Ich kann dieses Bild nicht sehen.",
        "Je suis désolé, mais je ne peux pas décrire cette image.",
        "Lo siento, pero no puedo ayudar con eso.",
        "很抱歉，我无法描述这张图片。",
        "我无法识别图片中的人。",
        "申し訳ありませんが、この画像を説明することはできません。",
        "죄송하지만 이 이미지를 설명할 수 없습니다.",
        "I’m sorry, but I’m not able to identify people.",
        "As an AI language model, I cannot view images.",
        "Unfortunately, I'm unable to see the image.",
        "Als KI kann ich dieses Bild nicht beschreiben.",
        "Leider kann ich dir dabei nicht helfen.",
        "Ich bin nicht in der Lage, dieses Bild zu beschreiben.",
        "作为AI助手，我无法查看图片。",
        "我不能描述这张图片。",
        "Przykro mi, ale nie mogę opisać tego obrazu.",
        "Como IA, no puedo ver imágenes.",
        "Het spijt me, maar ik kan deze afbeelding niet beschrijven.",
    ] {
        assert!(refusal(&clean(text)), "{text}");
    }
    for text in [
        "A sign that says “Sorry, we are closed”.",
        "A man who cannot reach the shelf.",
        "“I'm sorry” is written on a card.",
        "Sorry seems to be the hardest word: a record cover.",
        "Ein Kind, das nicht schlafen kann.",
        "一张写着“对不起”的卡片。",
        "Als Kind verkleidet steht ein Mann auf der Bühne.",
        "Als Kirche erkennbar: ein roter Backsteinbau mit spitzem Turm.",
        "Als KI bezeichneter Roboter in einem Schaufenster.",
        "As an airplane lands, birds rise from the field.",
        "As an AI-themed mural shows, robots have faces here.",
        "As an aide hands over a letter, the minister smiles.",
        "Como iacarés na margem de um rio, três barcos verdes.",
        "Como modelo de barco, este velero de madera tiene tres mástiles.",
        "Leider kann ichthyologische Tafeln niemand mehr lesen: alte Fischbilder an einer Wand.",
        "I'm sorry, but I love you: a heart on a postcard.",
        "Unfortunately, I am out of office until Monday.",
        "Es tut mir leid, aber ich liebe dich, steht auf einer Karte.",
        "Je ne peux pas vivre sans toi : une carte avec un cœur.",
        "我不能没有你：一张写着歌词的卡片。",
        "Sorry, I can wait: a dog in front of a shop.",
        "",
    ] {
        assert!(!refusal(text), "{text}");
    }
}

fn is_unwanted(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

proptest! {
    /// Whatever comes in, what comes out can be put anywhere as it is.
    #[test]
    fn clean_text_is_plain(text in any::<String>()) {
        let cleaned = clean(&text);
        prop_assert!(!cleaned.chars().any(is_unwanted), "{:?}", cleaned);
        prop_assert_eq!(cleaned.trim(), &cleaned);
        prop_assert!(!cleaned.contains("  "));
    }

    /// Ordinary sentences go through unchanged, and so cleaning twice is cleaning once.
    #[test]
    fn sentences_go_through(words in proptest::collection::hash_set("[A-Za-zäöüéß]{2,10}|猫|5|“x”", 2..12)) {
        let text = format!("A {}.", words.into_iter().collect::<Vec<_>>().join(" "));
        prop_assert_eq!(clean(&text), text);
    }

    /// No escape sequence survives, however it is cut.
    #[test]
    fn escapes_never_survive(text in "[\u{1b}\u{9b}\\[\\]0-9;mPX^_a-c\u{7}\u{9c}\\\\ ]{0,40}") {
        let kept = visible(&text);
        prop_assert!(!kept.chars().any(is_unwanted), "{:?}", kept);
    }
}
