import { IntlMessageFormat } from 'intl-messageformat'
import de from '../../messages/de.json'
import en from '../../messages/en.json'

export type MessageKey = keyof typeof en
export type Params = Readonly<Record<string, string | number>>
export type Translate = (key: MessageKey, params?: Params) => string

const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, de }
const FALLBACK = 'en'

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)

/** Messages of one language, in ICU MessageFormat; what a language lacks is said in English. */
export function translator(language: string): Translate {
  const catalogue = CATALOGUES[language] ?? en
  const formats = new Map<string, IntlMessageFormat>()
  return (key, params) => {
    let format = formats.get(key)
    if (format === undefined) {
      const text = catalogue[key] ?? CATALOGUES[FALLBACK]?.[key] ?? key
      format = new IntlMessageFormat(text, catalogue[key] === undefined ? FALLBACK : language)
      formats.set(key, format)
    }
    return String(format.format(params))
  }
}
