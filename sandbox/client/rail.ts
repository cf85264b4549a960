import { make } from './dom.ts'
import { SECTIONS, type Section } from './choices.ts'
import type { Words } from './words.ts'

const TOOLS = ['other', 'controls', 'requests'] as const
export type Tool = (typeof TOOLS)[number]

const ICONS: Readonly<Record<Section | Tool, string>> = {
  chat: 'M4 5h16v11H9l-5 4z',
  todo: 'M5 4h14v16H5zM8 9h8M8 13h5',
  done: 'M5 12l5 5 9-10',
  started: 'M4 12l16-8-6 16-3-7z',
  cc: 'M4 6h16v12H4zM4 7l8 6 8-6',
  start: 'M12 5v14M5 12h14',
  other: 'M4 20V9l6-3v4l6-3v13zM16 20h4V4h-4',
  requests: 'M4 7h16M4 12h10M4 17h13',
  controls: 'M12 4v8l5 3M12 3a9 9 0 1 0 .01 0',
}

/** The way from section to section, and the drawers of the sandbox. */
export function drawRail(
  rail: HTMLElement,
  options: {
    words: Words
    section: Section
    counts: Readonly<Partial<Record<Section, number>>>
    tools: Readonly<Record<Tool, boolean>>
    onSection: (section: Section) => void
    onTool: (tool: Tool) => void
  },
): void {
  const { words, section, counts, tools } = options
  const focused = rail.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-name')
    : null
  rail.setAttribute('aria-label', words.sections)
  const item = (name: Section | Tool, onClick: () => void): HTMLButtonElement => {
    const count = isTool(name) ? 0 : (counts[name] ?? 0)
    const badge = count > 0 && make('b', { class: 'badge', text: count > 99 ? '99+' : String(count) })
    const button = make('button', { class: 'rail-item', data: { name }, on: { click: onClick } }, badge)
    button.prepend(makeIcon(ICONS[name]), make('span', { text: words[name] }))
    button.type = 'button'
    return button
  }
  const sections = SECTIONS.map((one) => {
    const button = item(one, () => {
      options.onSection(one)
    })
    if (one === section) button.setAttribute('aria-current', 'page')
    return button
  })
  const drawers = TOOLS.map((tool) => {
    const button = item(tool, () => {
      options.onTool(tool)
    })
    button.setAttribute('aria-pressed', String(tools[tool]))
    return button
  })
  rail.replaceChildren(...sections, make('span', { class: 'rail-space' }), ...drawers)
  if (focused != null) rail.querySelector<HTMLElement>(`[data-name="${focused}"]`)?.focus()
}

const isTool = (name: string): name is Tool => TOOLS.some((tool) => tool === name)

const SVG = 'http://www.w3.org/2000/svg'

function makeIcon(path: string): HTMLElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return make('span', { class: 'rail-icon' }, svg as unknown as HTMLElement)
}
