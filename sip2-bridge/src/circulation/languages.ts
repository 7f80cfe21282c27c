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

export const LANGUAGE_UNKNOWN = '000'

export function languageCode(language: PatronLanguage | undefined): string {
  if (language === undefined) return LANGUAGE_UNKNOWN
  const known: Readonly<Record<string, string>> = CODES
  return known[language] ?? known[language.split('-')[0] ?? ''] ?? LANGUAGE_UNKNOWN
}
