import { IntlMessageFormat } from 'intl-messageformat'
import de from '../../messages/de.json'
import en from '../../messages/en.json'

export type MessageKey = keyof typeof en
export type Params = Readonly<Record<string, string | number>>
export type TranslateOf<Key extends string> = (key: Key, params?: Params) => string
export type Translate = TranslateOf<MessageKey>
export type Catalogue<Key extends string> = Readonly<Record<Key, string>>

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key)

/** Messages of one catalogue, in ICU MessageFormat; what it lacks is said by `fallback`, in English. */
export function translatorOf<Key extends string>(
  language: string,
  catalogue: Catalogue<Key> | undefined,
  fallback: Catalogue<Key>,
): TranslateOf<Key> {
  const formats = new Map<Key, IntlMessageFormat>()
  return (key, params) => {
    let format = formats.get(key)
    if (format === undefined) {
      const own = catalogue?.[key]
      format = new IntlMessageFormat(own ?? fallback[key] ?? key, own === undefined ? 'en' : language)
      formats.set(key, format)
    }
    return String(format.format(params))
  }
}

const CATALOGUES: Readonly<Record<string, Catalogue<MessageKey>>> = { en, de }

/** The patron's screens. */
export const translator = (language: string): Translate => translatorOf(language, CATALOGUES[language], en)
