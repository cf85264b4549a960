import type { DefinitionEdit, PlannedChange } from '../../shared/operator-api.ts'

/** One definition's change, and below it every edit, as a person reads them. */
export function changeLines({
  code,
  change,
  version,
  edits,
  underWay,
  tellsFeishu,
}: PlannedChange): string[] {
  const from = version.from === null ? '' : `${version.from} → `
  const facts = [
    ...(version.from === version.to ? [] : [`version ${from}${version.to}`]),
    ...(underWay.count > 0
      ? [`${underWayText(underWay)} under way keep${underWay.count === 1 ? 's' : ''} the old one`]
      : []),
    ...(change === 'update' && edits.length === 0
      ? ['the file says the same: addresses or settings have changed of which Feishu is told']
      : []),
    ...(change !== 'none' && !tellsFeishu ? ['nothing of it is shown in Feishu'] : []),
  ]
  const head = `${change.padEnd(8)} ${code}${facts.length > 0 ? `  ${facts.join(', ')}` : ''}`
  return [head, ...edits.map((edit) => `         ${editText(edit)}`)]
}

const underWayText = ({ count, isMore }: PlannedChange['underWay']): string =>
  `${isMore ? 'more than ' : ''}${count} approval${count === 1 ? '' : 's'}`

function editText({ path, before, after }: DefinitionEdit): string {
  if (before === undefined) return `+ ${path}: ${shown(after)}`
  if (after === undefined) return `- ${path}: ${shown(before)}`
  return `~ ${path}: ${shown(before)} → ${shown(after)}`
}

/** As YAML would have it on one line, where that is plain. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${shown(one)}`)
  return `{ ${entries.join(', ')} }`
}
