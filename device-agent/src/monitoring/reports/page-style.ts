/** The one style of the paper; the policy of its page names its hash. */
import { createHash } from 'node:crypto'

export const PAGE_STYLE = `
@page{size:A4;margin:13mm 15mm 14mm}
*{box-sizing:border-box}
:root{color-scheme:light}
body{margin:0;background:#e9e2d3;color:#14393c;font:10pt/1.35 "Source Sans 3","Segoe UI","Liberation Sans",Arial,sans-serif;font-variant-numeric:lining-nums tabular-nums}
main{max-width:210mm;margin:1.5rem auto;padding:14mm 15mm;background:#fff;box-shadow:0 2px 24px #0002}
header{display:grid;grid-template-columns:1fr auto;align-items:end;gap:0 1.5rem;padding-bottom:3mm;border-bottom:.6mm solid #14565a}
.where{grid-column:1/-1;font-weight:600;color:#14565a}
.made{color:#46605f;font-size:9pt;text-align:right}
p{margin:0}
h1,h2,.figures dd{font-family:Fraunces,Georgia,"Liberation Serif",serif;font-weight:600}
h1{margin:0;font-size:21pt;line-height:1.15}
h2{margin:0 0 1.5mm;font-size:13pt;break-after:avoid}
.figures{display:flex;gap:4mm;margin:5mm 0 0}
.figures div{flex:1;min-width:0;padding-left:3mm;border-left:.4mm solid #dccfb6}
.figures dt{color:#46605f;font-size:9.5pt;line-height:1.2}
.figures dd{margin:0;font-size:22pt;line-height:1.2}
.figures .note{font:9pt/1.3 "Source Sans 3","Segoe UI","Liberation Sans",Arial,sans-serif;color:#46605f}
section{margin-top:6mm}
.gates,.visits{display:inline-block;width:calc(50% - 4mm);vertical-align:top}
.gates{margin-right:8mm}
.chart,.media,.gates,.visits,.devices{break-inside:avoid}
.chart svg{display:block;width:100%;height:auto}
.legend{display:flex;gap:5mm;font-size:9.5pt}
.legend i{display:inline-block;width:3mm;height:3mm;margin-right:1.5mm;border:.3mm solid #14565a;vertical-align:-.3mm}
.k0,.s0{background:#14565a;fill:#14565a}
.k1,.s1{background:#f2cd82;fill:#f2cd82;stroke:#8a6412;stroke-width:.7}
.legend .k1{border-color:#8a6412}
line{stroke:#e3dac6;stroke-width:.8}
.axis{stroke:#14393c;stroke-width:1}
svg text{font-size:9.5px;fill:#46605f}
.value{text-anchor:end}.label,.bar{text-anchor:middle}
svg .bar{font-size:8.5px;fill:#14393c}
table{width:100%;border-collapse:collapse}
thead{display:table-header-group}
tfoot{display:table-row-group}
th i{display:inline-block;width:2.2mm;height:2.2mm;margin-right:1.2mm}
tr{break-inside:avoid}
th,td{padding:.85mm 3mm .85mm 0;border-bottom:.2mm solid #e3dac6;text-align:left;vertical-align:top}
thead th{border-bottom:.35mm solid #14393c;font-size:9pt;font-weight:600;color:#46605f;vertical-align:bottom}
tbody th{font-weight:500}
tfoot td{border-bottom:0;border-top:.35mm solid #14393c;font-weight:650}
.n{padding-right:0;padding-left:3mm;text-align:right;white-space:nowrap}
thead .n{white-space:normal}
.refusals .n{padding:.85mm 4mm .85mm 0;width:14mm;font-weight:650}
.refusals td:last-child{width:38%}
small{display:block;color:#46605f;font-size:8.5pt}
.strip{display:block;width:30mm;height:2.2mm;margin-top:1mm}
.u-ready{fill:#1f6b45;background:#1f6b45}.u-reduced{fill:#e9b44c;background:#e9b44c}.u-fault{fill:#9b2c1f;background:#9b2c1f}.u-away{fill:#c88a7f;background:#c88a7f}.u-off{fill:#d5ccb9;background:#d5ccb9}
.empty{color:#46605f}
@media print{body{background:none}main{max-width:none;margin:0;padding:0;box-shadow:none}*{print-color-adjust:exact}}
@media (max-width:45rem){.gates,.visits{display:block;width:auto}main{margin:0;padding:1rem;overflow-x:auto}.figures{flex-wrap:wrap}header{grid-template-columns:1fr}.made{text-align:left}}
`

/** CSP Level 3, section 2.3.1: the hash of exactly what stands in the element. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`
