import type { ReceiptLine } from './render.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A page by itself: no script, nothing loaded. */
export function receiptHtml(lines: readonly ReceiptLine[]): string {
  const rows = lines.map(({ text, align, bold, big, rule }) => {
    const classes = [align, bold && 'bold', big && 'big'].filter((name) => name !== false).join(' ')
    return rule ? '<hr>' : `<p class="${classes}">${text === '' ? '&nbsp;' : escaped(text)}</p>`
  })
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Receipt</title>
<style>
body{background:#e9e4da;margin:2rem}
main{width:21rem;margin:auto;padding:1.5rem 1.2rem 3rem;background:#fffefb;box-shadow:0 2px 18px #0003;font:14px/1.35 monospace}
p{margin:0;white-space:pre-wrap}.center{text-align:center}.right{text-align:right}.bold{font-weight:700}.big{font-size:28px}
hr{border:0;border-top:1px dashed #555}
</style><main>${rows.join('\n')}</main></html>
`
}
