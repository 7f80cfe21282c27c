/** Languages of SIP2 2.00 ("Language", 000 to 027) by their BCP 47 tag; what is not listed goes as 000, unknown. */
const CODES = {
  en: '001',
  fr: '002',
  de: '003',
  it: '004',
  nl: '005',
  sv: '006',
  fi: '007',
  es: '008',
  da: '009',
  pt: '010',
  'fr-CA': '011',
  no: '012',
  nb: '012',
  nn: '012',
  he: '013',
  ja: '014',
  ru: '015',
  ar: '016',
  pl: '017',
  el: '018',
  zh: '019',
  ko: '020',
  'es-US': '021',
  ta: '022',
  ms: '023',
  'en-GB': '024',
  is: '025',
  'nl-BE': '026',
  'zh-TW': '027',
} as const

/** A BCP 47 language tag: 'de', 'fr-CA'. */
export type PatronLanguage = string

const TAG_OF: ReadonlyMap<string, string> = new Map(
  // The first tag of a code stands for it.
  Object.entries(CODES)
    .toReversed()
    .map(([tag, code]) => [code, tag]),
)

export const LANGUAGE_UNKNOWN = '000'

/** Null for a code that says nothing, or that nobody knows. */
export const languageOf = (code: string): PatronLanguage | null => TAG_OF.get(code) ?? null

export function languageCode(language: PatronLanguage | undefined): string {
  if (language === undefined) return LANGUAGE_UNKNOWN
  const known: Readonly<Record<string, string>> = CODES
  const [main = '', ...rest] = language.split(/[-_]/)
  const region = rest.find((part) => /^[a-z]{2}$/i.test(part))?.toUpperCase()
  const base = main.toLowerCase()
  return known[`${base}-${region}`] ?? known[base] ?? LANGUAGE_UNKNOWN
}
