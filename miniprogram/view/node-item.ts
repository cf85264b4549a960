import type { NodeView } from '../../shared/api.ts'
import type { Say } from './words.ts'

export type Tone = 'done' | 'active' | 'waiting' | 'skipped' | 'stopped' | 'refused'

export type FileItem = { id: string; name: string; size: string; url: string; image: boolean }

/** One node of the line of approvals, as its template shows it. */
export type NodeItem = {
  id: string
  name: string
  tone: Tone
  statusText: string
  modeText: string
  people: { key: string; name: string; tone: Tone; text: string; reason: string; files: FileItem[] }[]
  canChoose: boolean
  chooseText: string
  fault: string
}

/** Whether it is not taken: known of a node before the flow gets there. */
export const isSkipped = ({ status, skipped }: Pick<NodeView, 'status' | 'skipped'>): boolean =>
  status === 'skipped' || skipped !== null

/** How several people decide; nothing where there is only one. */
export function modeText(mode: NodeView['mode'], count: number, say: Say): string {
  if (count < 2) return ''
  if (typeof mode !== 'string') {
    const needed = 'atLeast' in mode ? Math.min(mode.atLeast, count) : Math.ceil(mode.share * count)
    return say('modeVote', { needed, count })
  }
  return say(({ any: 'modeAny', all: 'modeAll', sequential: 'modeSequential' } as const)[mode])
}
