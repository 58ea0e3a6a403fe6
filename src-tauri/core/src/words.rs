//! The engine's sentences, from the Fluent message files in `messages/`: troubles, warnings, facts. In the window's
//! languages (en, de, zh). The page has message files of its own; the describer's seven languages are in its folder.
