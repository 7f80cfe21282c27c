/** The words of the tag page: a catalogue of their own. */
import de from '../../../messages/tags/de.json'
import en from '../../../messages/tags/en.json'
import { type Catalogue, type TranslateOf, translatorOf } from '../../i18n/translate.ts'

export type TagKey = keyof typeof en
export type TagWords = TranslateOf<TagKey>

const CATALOGUES: Readonly<Record<string, Catalogue<TagKey>>> = { en, de }

export const tagWords = (language: string): TagWords => translatorOf(language, CATALOGUES[language], en)

const isTagKey = (key: string): key is TagKey => Object.hasOwn(en, key)

/** The element's name ('shelfLocation') in words. */
export function elementName(t: TagWords, name: string): string {
  const key = `element.${name}`
  return isTagKey(key) ? t(key) : name
}
