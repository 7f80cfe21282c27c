import { REPORTS_PATH, type ReportSheet } from '@lectern/device-agent/contract/report'
import type { Language } from '../../i18n/languages.ts'

export const reportUrl = (period: string, form: 'json' | 'csv' | 'html', language: Language): string =>
  `${REPORTS_PATH}${period}.${form}?language=${language}`

/** Null where it cannot be had now. */
export async function loadReport(period: string, language: Language): Promise<ReportSheet | null> {
  try {
    const answer = await fetch(reportUrl(period, 'json', language))
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}
