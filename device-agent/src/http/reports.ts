/** Reports for staff: as data for their page, as a file for a spreadsheet, as a page to be printed. */
import type { FastifyInstance } from 'fastify'
import { REPORT_LANGUAGES, REPORTS_PATH, type ReportLanguage } from '../contract/report.ts'
import { ROUTE_ROLES } from '../contract/staff-roles.ts'
import { reportPage } from '../monitoring/reports/page.ts'
import { PAGE_POLICY } from '../monitoring/reports/page-style.ts'
import type { Reports } from '../monitoring/reports/reports.ts'
import type { StaffGuard } from './staff-guard.ts'

export type ReportsPort = Pick<Reports, 'sheet' | 'csv'>

interface Asked {
  Params: { name: string; form: string }
  Querystring: { language?: string }
}

/**
 * `GET /staff/reports/2026-01-15.json`, `…/2026-01.csv`, `….html`, each with `?language=de` where it is not to be English.
 */
export function serveReports(app: FastifyInstance, guard: StaffGuard, reports: ReportsPort): void {
  app.get<Asked>(`${REPORTS_PATH}:name.:form`, async (request, reply) => {
    if ((await guard.asker(request, reply, ROUTE_ROLES.reports)) === null) return reply
    const { form, name } = request.params
    const language = languageOf(request.query.language ?? 'en')
    if (language === null)
      return reply.code(400).send({ error: `language is ${REPORT_LANGUAGES.join(' or ')}` })
    if (form === 'csv') {
      const csv = reports.csv(name, language)
      if (csv === null) return reply.code(404).send({ error: 'no such day or month' })
      void reply.header('content-disposition', `attachment; filename="lectern-${name}.csv"`)
      return reply.type('text/csv; charset=utf-8; header=present').send(csv)
    }
    const sheet = form === 'json' || form === 'html' ? reports.sheet(name, language) : null
    if (sheet === null) return reply.code(404).send({ error: 'no such day or month' })
    if (form === 'json') return reply.send(sheet)
    void reply.header('content-security-policy', PAGE_POLICY)
    return reply.type('text/html; charset=utf-8').send(reportPage(sheet, language))
  })
}

const languageOf = (text: string): ReportLanguage | null =>
  REPORT_LANGUAGES.find((language) => language === text) ?? null
