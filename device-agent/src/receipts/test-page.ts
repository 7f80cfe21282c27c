/** A page that shows whether the printer works, and whether it has the letters of every language. */
import type { PaperSettings } from './esc-pos-bytes.ts'
import { endJob, printable, printJob } from './esc-pos-bytes.ts'
import { wrap } from './render.ts'

export interface TestPageOptions {
  readonly library: string
  readonly kiosk: string
  /** Of the kiosk; the first one is its own. */
  readonly languages: readonly string[]
  readonly at: Date
  readonly paper: PaperSettings
}

const WORDS: Readonly<Record<string, { readonly title: string; readonly letters: string }>> = {
  en: { title: 'Test page', letters: 'Aa Bb Cc … The quick brown fox jumps over the lazy dog.' },
  de: {
    title: 'Testseite',
    letters: 'Ää Öö Üü ẞß … Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich.',
  },
}
/** What every printer should do beside its languages: money, quotation marks, and names from elsewhere. */
const MORE = '0123456789 € £ § „“ «» é è ç ñ å ø ł ž ğ Привет'

/** The page's words, as wide as the paper, before the printer's own letters are taken. */
export function testPageLines({ at, kiosk, languages, library, paper }: TestPageOptions): readonly string[] {
  const date = new Intl.DateTimeFormat(languages[0] ?? 'en', { dateStyle: 'medium', timeStyle: 'short' })
  const letters = languages.flatMap((language) => {
    const words = WORDS[language]
    return words === undefined ? [] : [words.title, ...wrap(words.letters, paper.columns), '']
  })
  return [library, kiosk, date.format(at), '', ...letters, ...wrap(MORE, paper.columns), rule(paper.columns)]
}

export function testPageBytes(options: TestPageOptions): Uint8Array {
  const job = printJob(options.paper)
  for (const [index, line] of testPageLines(options).entries()) job.bold(index < 2).line(printable(line))
  return endJob(job)
}

/** As wide as the paper: what is cut off or broken tells that `columns` is wrong. */
const rule = (columns: number): string =>
  Array.from({ length: columns }, (_, index) => String((index + 1) % 10)).join('')
