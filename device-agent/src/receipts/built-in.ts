import type { Visit } from '../contract/view.ts'

/** The receipts a library gets without writing any, in each of the kiosk's languages. */
const LOANS: Readonly<Record<string, string>> = {
  en: `@center @big {library}
@center {kiosk}
@center {date}, {time}
---
@bold You have borrowed
@items

{title}
@right Due {due}
@end
---
@right @bold Items: {count}
@notes
@center Thank you, and enjoy!
`,
  de: `@center @big {library}
@center {kiosk}
@center {date}, {time}
---
@bold Sie haben ausgeliehen
@items

{title}
@right Bis {due}
@end
---
@right @bold Medien: {count}
@notes
@center Danke und viel Freude!
`,
}

const RETURNS: Readonly<Record<string, string>> = {
  en: `@center @big {library}
@center {kiosk}
@center {date}, {time}
---
@bold You have returned
@items

{title}
@right {outcome}
@end
---
@right @bold Items: {count}
@notes
@center Thank you!
`,
  de: `@center @big {library}
@center {kiosk}
@center {date}, {time}
---
@bold Sie haben zurückgegeben
@items

{title}
@right {outcome}
@end
---
@right @bold Medien: {count}
@notes
@center Vielen Dank!
`,
}

export const BUILT_IN: Readonly<Record<Visit, Readonly<Record<string, string>>>> = {
  borrow: LOANS,
  return: RETURNS,
}

/** What a receipt of returns says of each item. */
export const OUTCOMES: Readonly<Record<string, { readonly returned: string; readonly again: string }>> = {
  en: { returned: 'Returned', again: 'Was already returned' },
  de: { returned: 'Zurückgegeben', again: 'War schon zurückgegeben' },
}

/** Under a receipt with anything that the library system does not know yet. */
export const PROVISIONAL_NOTE: Readonly<Record<Visit, Readonly<Record<string, string>>>> = {
  borrow: {
    en: '* To be confirmed: the library system was away. The library confirms loan and due date.',
    de: '* Vorläufig: Das Bibliothekssystem war nicht erreichbar. Die Bibliothek bestätigt Ausleihe und Frist.',
  },
  return: {
    en: '* The library system was away. It is told later that you returned this at the time above.',
    de: '* Das Bibliothekssystem war nicht erreichbar. Es erfährt später, dass Sie dies zur obigen Zeit zurückgegeben haben.',
  },
}
