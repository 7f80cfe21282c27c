const DAY_MILLISECONDS = 86_400_000

export interface DueWords {
  /** 'Tue 15 Dec'. */
  readonly date: string
  /** Whole days from today; null where the text is no date. */
  readonly days: number | null
}

/** A due date as people say it; what is no ISO date is shown as the library system wrote it. */
export function dueWords(due: string, language: string, today = new Date()): DueWords {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(due)
  if (match === null) return { date: due, days: null }
  const [year, month, day] = match.slice(1).map(Number)
  const date = new Date(year ?? 0, (month ?? 1) - 1, day)
  const words = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(date)
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate())
  return { date: words, days: Math.round((date.getTime() - midnight.getTime()) / DAY_MILLISECONDS) }
}
