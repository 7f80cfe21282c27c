/**
 * YAML text → a value, and where in the text each setting stands. Reads YAML 1.2 (core schema) by the `yaml` package;
 * says what is wrong in words of its own, because a parser's message quotes the text and the text may be a password.
 */
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { SettingsPath } from './schema-node.ts'

export interface Place {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export interface YamlProblem extends Place {
  readonly reason: string
}

export type YamlText =
  | {
      readonly ok: true
      readonly value: unknown
      /** Of a setting's key; where it is absent, of the nearest section around it. */
      place(path: SettingsPath): Place
    }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] }

/** An alias may stand for something, but a short text must not grow into a large one. */
const ALIASES_MAX = 20

const ALIAS_REASON = 'text that begins with * or & belongs in quotes'

/** By the `yaml` package's error codes. */
const REASONS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab where spaces belong: YAML is indented by spaces',
  DUPLICATE_KEY: 'this name is set twice in the same section',
  BAD_INDENT: 'wrong indentation: settings of one section begin in the same column',
  MISSING_CHAR: 'something is missing here: a colon and a space after a name, a closing quote or a bracket',
  BLOCK_AS_IMPLICIT_KEY: 'a second name on one line: put the text into quotes where it holds a colon',
  BAD_SCALAR_START: 'text that begins with this character belongs in quotes',
  BAD_ALIAS: ALIAS_REASON,
  BAD_DQ_ESCAPE: 'an unknown \\ in double quotes: use single quotes, there \\ stands for itself',
  MULTIPLE_DOCS: 'a second document begins here: one file holds one',
  MULTILINE_IMPLICIT_KEY: 'a colon and a space are missing after a name',
  TAG_RESOLVE_FAILED: 'text that begins with ! belongs in quotes',
  UNEXPECTED_TOKEN: 'this does not belong here: is a quote or a colon missing before it?',
  KEY_OVER_1024_CHARS: 'a name is too long: is a colon missing?',
}

function parse(text: string): { document: Document.Parsed; lines: LineCounter } {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    logLevel: 'error',
  })
  return { document, lines }
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key)

/** Offset of the key (or list element) at `path`, or of the nearest thing around it. */
function offsetOf(document: Document.Parsed, path: SettingsPath): number {
  let node: unknown = document.contents
  let offset = (document.contents as Node | null)?.range?.[0] ?? 0
  for (const step of path) {
    let found: unknown
    if (isMap(node)) {
      const pair = node.items.find((item) => keyOf(item) === String(step))
      offset = (pair?.key as Node | null | undefined)?.range?.[0] ?? offset
      found = pair?.value
    } else if (isSeq(node)) {
      found = node.items[Number(step)]
      offset = (found as Node | undefined)?.range?.[0] ?? offset
    }
    if (found === undefined || found === null) return offset
    node = found
  }
  return offset
}

/** Where the first `*name` stands: the only thing that can keep a faultless document from becoming a value. */
function firstAlias(document: Document.Parsed): number {
  let offset = 0
  visit(document, {
    Alias: (_key, node) => {
      offset = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return offset
}

export function readYaml(text: string): YamlText {
  const { document, lines } = parse(text)
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const problems = [...document.errors, ...document.warnings].map((fault) => ({
    ...placeOf(fault.pos[0]),
    reason: REASONS[fault.code] ?? 'this is not YAML',
  }))
  if (problems.length > 0) return { ok: false, problems }
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX })
    return { ok: true, value, place: (path) => placeOf(offsetOf(document, path)) }
  } catch {
    return { ok: false, problems: [{ ...placeOf(firstAlias(document)), reason: ALIAS_REASON }] }
  }
}
