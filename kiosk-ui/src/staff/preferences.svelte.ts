/** What somebody at a desk likes; kept in this browser. */
import { LANGUAGES, type Language } from '../i18n/languages.ts'

type Theme = 'light' | 'dark'
const KEY = 'lectern-staff'

function stored(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

export class Preferences {
  language = $state<Language>('en')
  theme = $state<Theme>('light')
  sound = $state(false)

  constructor() {
    const { language, sound, theme } = stored()
    const wanted = [language, ...navigator.languages.map((tag) => tag.slice(0, 2))]
    this.language =
      LANGUAGES.find((known) => wanted.find((tag) => LANGUAGES.some((one) => one === tag)) === known) ?? 'en'
    const dark = matchMedia('(prefers-color-scheme: dark)').matches
    this.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light'
    this.sound = sound === true
  }

  /** Call it where a person changed something. */
  keep(): void {
    const { language, sound, theme } = this
    localStorage.setItem(KEY, JSON.stringify({ language, sound, theme }))
  }
}
