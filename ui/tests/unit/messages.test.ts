/** The message files and the code agree: no word for people stands in code, none is missing, none is left over. */
import { parse as parseFluent, type Pattern, type Placeable } from '@fluent/syntax';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseSvelte } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../src/lib/keyboard/shortcuts';
import { COPY_FORMS } from '../../src/lib/state/copying.svelte';
import { VIEWS } from '../../src/lib/state/navigation.svelte';
import { bundleOf, LOCALES } from '../../src/lib/i18n.svelte';

const root = join(import.meta.dirname, '../../src');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const sources = filesBelow(root)
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.includes('/types/') && !/fake(-[a-z]+)?\.ts$/.test(path))
  .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }));

/** Each message with the variables it names. */
function messagesOf(locale: string): Map<string, string[]> {
  const messages = new Map<string, string[]>();
  for (const entry of parseFluent(readFileSync(join(root, `messages/${locale}.ftl`), 'utf8'), {}).body) {
    if (entry.type === 'Junk') throw new Error(`${locale}: ${entry.content}`);
    if (entry.type === 'Message' && entry.value) messages.set(entry.id.name, [...new Set(variablesOf(entry.value))].sort());
  }
  return messages;
}

function variablesOf(pattern: Pattern): string[] {
  return pattern.elements.filter((element): element is Placeable => element.type === 'Placeable').flatMap(({ expression }) => {
    if (expression.type === 'VariableReference') return [expression.id.name];
    if (expression.type === 'FunctionReference') {
      return expression.arguments.positional.flatMap((argument) => (argument.type === 'VariableReference' ? [argument.id.name] : []));
    }
    if (expression.type === 'SelectExpression') {
      const selector = expression.selector.type === 'VariableReference' ? [expression.selector.id.name] : [];
      return [...selector, ...expression.variants.flatMap((variant) => variablesOf(variant.value))];
    }
    return [];
  });
}

const english = messagesOf('en');

describe('message files', () => {
  it.each(LOCALES)('%s has the messages and variables of the English file', (locale) => {
    const messages = messagesOf(locale);
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, variables] of messages) {
      // A language without plural forms need not name the number a second time, but nothing unknown may be named.
      expect(english.get(key), `${locale}: ${key}`).toEqual(expect.arrayContaining(variables.filter((name) => name !== 'amount')));
      for (const variable of english.get(key)!.filter((name) => name !== 'count')) expect(variables, `${locale}: ${key}`).toContain(variable);
    }
  });

  it.each(LOCALES)('%s can be formatted', (locale) => {
    const bundle = bundleOf(locale, readFileSync(join(root, `messages/${locale}.ftl`), 'utf8'));
    for (const [key, variables] of english) {
      const errors: Error[] = [];
      const args = Object.fromEntries(variables.map((name) => [name, 3]));
      bundle.formatPattern(bundle.getMessage(key)!.value!, { ...args, count: 3, amount: '3' }, errors);
      expect(errors, `${locale}: ${key}`).toEqual([]);
    }
  });

  it('has every message that the code asks for', () => {
    const asked = sources.flatMap(({ path, text }) => [...text.matchAll(/\bt\('([^']+)'/g)].map((match) => ({ path, key: match[1]! })));
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ key }) => !english.has(key))).toEqual([]);
  });

  it('has every message whose key is put together', () => {
    const keys = [
      ...COPY_FORMS.map((form) => `copy-form-${form}`),
      ...VIEWS.map((view) => `view-${view}`),
      ...SHORTCUTS.map(({ action }) => `action-${action}`),
      ...['held', 'queued', 'reading', 'describing', 'done', 'failed', 'cancelled'].map((state) => `state-${state}`),
      ...['web', 'x', 'mastodon', 'bluesky', 'own'].map((profile) => `length-profile-${profile}`),
      ...['alt', 'long', 'caption', 'social', 'product', 'text', 'tags'].map((style) => `style-${style}`),
      ...['day', 'week', 'month'].flatMap((step) => [`usage-chart-${step}`, `usage-step-${step}`]),
      ...['charge', 'balance', 'top_up'].map((kind) => `ledger-kind-${kind}`),
      ...['credits', 'requests'].flatMap((unit) => [`amount-${unit}`, `out-of-${unit}`, `unit-after-${unit}`, `unit-${unit}`]),
    ];
    expect(keys.filter((key) => !english.has(key))).toEqual([]);
  });

  it('has no message that nothing uses', () => {
    const code = sources.map(({ text }) => text).join('\n');
    const prefixes = [...code.matchAll(/\bt\(`([a-z-]+-)\$\{/g)].map((match) => match[1]!);
    const unused = [...english.keys()].filter((key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
});

interface Node {
  type: string;
  [key: string]: unknown;
}

/** Every node below one, attributes and blocks too. */
function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (typeof value === 'object' && value !== null && 'type' in value) {
    const node = value as Node;
    yield node;
    for (const [key, child] of Object.entries(node)) if (key !== 'parent') yield* walk(child);
  }
}

const WORDS = /\p{L}{2,}/u;
const SAID = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'help', 'aria-description', 'aria-roledescription'];

describe('templates', () => {
  const templates = sources.filter(({ path }) => path.endsWith('.svelte'));

  it.each(templates)('$path holds no words', ({ text }) => {
    const literals: string[] = [];
    for (const node of walk(parseSvelte(text, { modern: true }).fragment)) {
      if (node.type === 'Text' && !('name' in node) && WORDS.test(String(node['data'])) && !inAttribute(node, text)) {
        literals.push(String(node['data']).trim());
      }
      if (node.type === 'Attribute' && SAID.includes(String(node['name'])) && Array.isArray(node['value'])) {
        const said = (node['value'] as Node[]).filter((part) => part.type === 'Text').map((part) => String(part['data'])).join('');
        // The beginning of an address is the same in every language.
        if (WORDS.test(said) && said !== 'https://') literals.push(said);
      }
    }
    expect(literals).toEqual([]);
  });

  /** Attribute values are text nodes too; the names of classes and roles are no words for people. */
  function inAttribute(node: Node, text: string): boolean {
    const before = text.slice(0, node['start'] as number);
    return before.lastIndexOf('<') > before.lastIndexOf('>') && /["'=]$|=["'][^"']*$/.test(before);
  }
});
