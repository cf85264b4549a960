import type { Finding } from '../../shared/operator-api.ts'
import type { SourceReport } from '../../shared/source-reports.ts'
import { ok, warning } from './findings.ts'

export type SourcesSeen = {
  /** Undefined: only whoever has the store can tell. */
  listSources: (() => Promise<readonly SourceReport[]>) | undefined
}

const NAMES_TOLD = 3
/** Of its to-dos that are open at a time: from here on a source is told of before it is refused. */
const NEARLY_FULL = 0.9

/** Which other systems cannot push, or push what does not arrive. Where there are none, there is nothing to say. */
export async function examineSources({ listSources }: SourcesSeen): Promise<Finding[]> {
  return listSources ? (await listSources()).flatMap(findingsOf) : []
}

function findingsOf(source: SourceReport): Finding[] {
  const name = `source ${source.id}`
  const wrong = [
    secretOf(name, source),
    unknownOf(name, source),
    roomOf(name, source),
    refusedOf(name, source),
  ]
  const found = wrong.flatMap((one) => one ?? [])
  return found.length > 0 ? found : [ok(name, `${source.open} open to-dos`)]
}

function secretOf(name: string, { id, hasSecret }: SourceReport): Finding | undefined {
  if (hasSecret) return undefined
  return warning(
    name,
    'has no secret, so it cannot push',
    `Run sources secret ${id}, and give it to that system.`,
  )
}

function unknownOf(name: string, { unknown, unknownCount }: SourceReport): Finding | undefined {
  if (unknownCount === 0) return undefined
  const told = unknown.slice(0, NAMES_TOLD).map((one) => `${one.name} (${one.approvals})`)
  const more = unknownCount > told.length ? ` and ${unknownCount - told.length} more` : ''
  return warning(
    name,
    `names people whom nobody knows, with approvals that wait for them: ${told.join(', ')}${more}`,
    'See `people` in sources.yaml and the app’s contact range, or add them to the file of people; then run sources look.',
  )
}

function roomOf(name: string, { open, quotaUsed }: SourceReport): Finding | undefined {
  if (quotaUsed.open < NEARLY_FULL) return undefined
  return warning(
    name,
    `has ${open} open to-dos, ${Math.round(quotaUsed.open * 100)} % of what its quota allows`,
    'Let it push what has ended, or a snapshot of what is open; or raise quota.open in sources.yaml.',
  )
}

function refusedOf(name: string, { refused }: SourceReport): Finding | undefined {
  const [last] = [...refused].sort((a, b) => b.lastAt - a.lastAt)
  if (!last) return undefined
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  return warning(
    name,
    `${count} of its pushes were refused since the start, the last: ${last.reason}`,
    'Look at that system: what is refused is not shown to anybody.',
  )
}
