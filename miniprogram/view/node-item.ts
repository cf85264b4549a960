import type { NodeView, PersonView } from '../../shared/responses.ts'

export type Tone = 'done' | 'active' | 'waiting' | 'skipped' | 'stopped' | 'refused'

export type FileItem = { id: string; name: string; size: string; url: string; image: boolean }

export type PersonItem = {
  key: string
  name: string
  tone: Tone
  text: string
  /** Who had them sign as well; in whose place, or who in theirs. */
  note: string
  reason: string
  files: FileItem[]
}

/** Somebody who has not done anything there yet. */
export const toWaiting = ({ userId, name }: PersonView): PersonItem => ({
  key: userId,
  name,
  tone: 'waiting',
  text: '',
  note: '',
  reason: '',
  files: [],
})

export const toNodeItem = (id: string, name: string): NodeItem => ({
  id,
  name,
  tone: 'waiting',
  statusText: '',
  modeText: '',
  note: '',
  noteReason: '',
  people: [],
  inLane: false,
  laneText: '',
  branchText: '',
  limitText: '',
  canChoose: false,
  chooseText: '',
  fault: '',
})

/** One node of the line of approvals, as its template shows it. */
export type NodeItem = {
  id: string
  name: string
  tone: Tone
  statusText: string
  modeText: string
  /** What comes by itself when nobody acts. */
  limitText: string
  /** Whether it runs side by side with others; the first of them and of each branch says so. */
  inLane: boolean
  laneText: string
  branchText: string
  /** By whom it came back here, and why. */
  note: string
  noteReason: string
  people: PersonItem[]
  canChoose: boolean
  chooseText: string
  fault: string
}

/** Whether it is not taken: known of a node before the flow gets there. */
export const isSkipped = ({ status, skipped }: Pick<NodeView, 'status' | 'skipped'>): boolean =>
  status === 'skipped' || skipped !== null
