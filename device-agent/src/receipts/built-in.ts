/** The receipt a library gets without writing one, in each of the kiosk's languages. */
export const BUILT_IN: Readonly<Record<string, string>> = {
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
