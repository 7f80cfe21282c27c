/** Text for a cell of a Markdown table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim()

/** 'holdQueueLength' as 'hold queue length'. */
export const inWords = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** What a heading is linked by. */
export const anchor = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-')
