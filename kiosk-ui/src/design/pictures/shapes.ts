/**
 * Pictures of what a hand does at a machine, drawn as lines: in one order from back to front, 240 by 160. What moves is
 * yellow, where to is an arrow. A shape's first word is what it is made of (`Picture.svelte` says how that looks).
 */

type Shape = readonly [
  of:
    | 'ground'
    | 'back'
    | 'body'
    | 'inner'
    | 'moves'
    | 'white'
    | 'paper'
    | 'thin'
    | 'dots'
    | 'dark'
    | 'lamp'
    | 'wire'
    | 'alert'
    | 'red'
    | 'spine0'
    | 'spine1'
    | 'spine2'
    | 'go',
  d: string,
]

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
const FLOOR: Shape = ['ground', 'M24 150h192']
const LAMP: Shape = ['lamp', circle(76, 132, 4)]

export const PICTURES = {
  roll: [
    FLOOR,
    ['moves', 'M160 96 194 24a8 8 0 0 1 11-4l4 2a8 8 0 0 1 4 11L182 100z'],
    ['white', circle(116, 58, 29)],
    ['white', circle(116, 58, 9)],
    ['thin', 'M116 39a19 19 0 0 1 17 27'],
    ['paper', 'M116 87H66c-9 0-13 4-15 12l-6 22'],
    [
      'body',
      'M58 92h16c4 0 6 2 7 5 4 14 17 22 35 22s31-8 35-22c1-3 3-5 7-5h18a10 10 0 0 1 10 10v38a10 10 0 0 1-10 10H68a10 10 0 0 1-10-10z',
    ],
    LAMP,
    ['go', 'M116 3v15m-8-8 8 9 8-9'],
    ['go', 'M224 74c4-14 3-27-3-40m-5 11 4-12 11 5'],
  ],
  cover: [
    FLOOR,
    ['paper', 'M58 98H42l-5 22'],
    ['moves', 'M66 36a8 8 0 0 1 10-4l106 44a6 6 0 0 1 4 6v16L68 50a8 8 0 0 1-5-10z'],
    ['body', 'M58 92h128v48a10 10 0 0 1-10 10H68a10 10 0 0 1-10-10z'],
    LAMP,
    ['go', 'M40 40c-5 11-5 23-1 34m-10-7 10 9 8-11'],
  ],
  cutter: [
    FLOOR,
    ['back', 'M46 76 60 24a9 9 0 0 1 9-7h102a9 9 0 0 1 9 7l14 52z'],
    ['body', 'M44 76h152v64a10 10 0 0 1-10 10H54a10 10 0 0 1-10-10z'],
    ['inner', 'M60 90h120v17H60z'],
    ['dark', 'M64 105l7-9 7 9 7-9 7 9 7-9 7 9 7-9 7 9 7-9 7 9 7-9 7 9 7-9 7 9 7-9 7 9z'],
    ['moves', 'M98 98l8-15 11 6 9-9 12 8 4 17-9 20-8-6-9 8-10-7-8 3z'],
    ['go', 'M120 66V36m-10 10 10-11 10 11'],
  ],
  cards: [
    FLOOR,
    ['body', 'M66 84h108v56a10 10 0 0 1-10 10H76a10 10 0 0 1-10-10z'],
    ['inner', 'M82 98h76v12H82z'],
    ['white', 'M96 104h48v26a4 4 0 0 1-4 4h-40a4 4 0 0 1-4-4z'],
    ['moves', 'M88 62h64v-9H88zM88 53h64v-9H88zM88 44h64v-9H88z'],
    ['go', 'M120 4v18m-9-9 9 10 9-10'],
  ],
  coins: [
    FLOOR,
    ['body', 'M66 72h108v68a10 10 0 0 1-10 10H76a10 10 0 0 1-10-10z'],
    ['inner', 'M96 84h48v8H96z'],
    ['inner', 'M82 108h76v30H82z'],
    ['moves', circle(98, 127, 8)],
    ['moves', circle(118, 127, 8)],
    ['moves', circle(138, 127, 8)],
    ['moves', circle(120, 42, 15)],
    ['go', 'M156 32v30m-8-9 8 10 8-10'],
  ],
  bin: [
    FLOOR,
    ['back', 'M28 18h98v132H28z'],
    ['inner', 'M42 34h70v18H42z'],
    ['inner', 'M42 66h70v84H42z'],
    ['spine0', 'M100 84V64h14v20z'],
    ['spine1', 'M116 84V57h12v27z'],
    ['spine2', 'M130 84V66h16v18z'],
    ['spine0', 'M148 84V62h12v22z'],
    ['moves', 'M86 84h86l-8 50H94z'],
    ['white', circle(105, 141, 8)],
    ['white', circle(154, 141, 8)],
    ['go', 'M184 108h32m-11-10 12 10-12 10'],
  ],
  jam: [
    FLOOR,
    ['back', 'M156 22h58v66h-58z'],
    ['back', 'M28 22h50v66H28z'],
    ['moves', 'M107 93l52-28 10 17-53 28z'],
    ['thin', 'M116 88l10 17'],
    ['alert', 'M150 52l-5-10m14 6 2-12m6 18 9-8'],
    ['body', 'M28 108h186v16H28z'],
    ['white', circle(52, 137, 9)],
    ['white', circle(120, 137, 9)],
    ['white', circle(190, 137, 9)],
    ['go', 'M116 74V28m-10 11 10-12 10 12'],
  ],
  cable: [
    ['body', 'M136 34h66a10 10 0 0 1 10 10v76a10 10 0 0 1-10 10h-66z'],
    ['inner', 'M136 64h20v36h-20z'],
    ['lamp', circle(190, 54, 4)],
    ['wire', 'M14 136c32 4 18-54 44-54'],
    ['white', 'M96 74h16v16H96z'],
    ['moves', 'M56 66h34a6 6 0 0 1 6 6v20a6 6 0 0 1-6 6H56a6 6 0 0 1-6-6V72a6 6 0 0 1 6-6z'],
    ['go', 'M62 44h44m-11-10 12 10-12 10'],
  ],
  power: [
    ['body', 'M44 34h152a10 10 0 0 1 10 10v72a10 10 0 0 1-10 10H44a10 10 0 0 1-10-10V44a10 10 0 0 1 10-10z'],
    ['moves', 'M60 54h60v52H60z'],
    ['thin', 'M90 54v52M75 72v16'],
    ['thin', circle(105, 80, 8)],
    ['go', 'M148 82a20 20 0 1 0 8-18m-1-12v13h13'],
  ],
  pad: [
    FLOOR,
    ['body', 'M36 120h168l10 20a7 7 0 0 1-7 10H33a7 7 0 0 1-7-10z'],
    [
      'dots',
      'M66 108c4-12 10-20 18-26M86 110c2-8 6-14 12-18M174 108c-4-12-10-20-18-26M154 110c-2-8-6-14-12-18',
    ],
    ['moves', 'M68 34h104v28H68z'],
    ['thin', 'M82 34v28'],
    ['white', 'M142 40h18v16h-18z'],
    ['go', 'M120 70v34m-10-11 10 12 10-12'],
  ],
  tag: [
    ['spine0', 'M44 26h84v118H44z'],
    ['white', 'M52 34h76v102H52z'],
    ['thin', 'M64 52h44M64 66h34'],
    ['thin', 'M76 88h40v30H76z'],
    ['moves', 'M160 74h48v36h-48z'],
    ['thin', 'M168 82h32v20h-32z'],
    ['go', 'M178 54c-12-16-28-16-40-4m3-12-4 13 13 2'],
  ],
  gate: [
    FLOOR,
    ['dots', 'M84 132h78'],
    ['body', 'M52 34a14 14 0 0 1 28 0v116H52z'],
    ['body', 'M160 34a14 14 0 0 1 28 0v116h-28z'],
    ['inner', 'M60 46h12v76H60zM168 46h12v76h-12z'],
    ['moves', 'M98 112h44v38H98z'],
    ['go', 'M120 102V72m-10 11 10-12 10 12'],
  ],
  door: [
    FLOOR,
    ['back', 'M112 18h92v132h-92z'],
    ['inner', 'M124 34h68v20h-68zM124 66h68v84h-68z'],
    ['moves', 'M112 18 54 28v128l58-6z'],
    ['thin', 'M64 94v14'],
    ['go', 'M26 72c0-14 6-24 18-30M33 40l13-1 2 13'],
  ],
  stop: [
    FLOOR,
    ['body', 'M58 104h124a8 8 0 0 1 8 8v38H50v-38a8 8 0 0 1 8-8z'],
    ['moves', 'M100 86h40v18h-40z'],
    ['red', 'M82 76c0-22 16-36 38-36s38 14 38 36c0 6-4 10-10 10H92c-6 0-10-4-10-10z'],
    ['go', 'M64 44c10-22 30-32 54-30 18 1 34 10 44 26m-17-1 18 3 3-18'],
  ],
} as const satisfies Record<string, readonly Shape[]>

export type PictureName = keyof typeof PICTURES
