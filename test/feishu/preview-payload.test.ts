import { expect, it } from 'vitest'
import { PREVIEW_TEXTS } from '../../shared/preview-texts.ts'
import { toPreviewCard } from '../../server/feishu/payloads/preview.ts'
import { instance, parts, picturedAt, record, task } from './samples.ts'

/** What the card of a link shows to whoever may decide this node. */
const shownAt = (nodeId: string): string =>
  JSON.stringify(
    toPreviewCard(
      picturedAt({ instance: instance({ tasks: [task({ nodeId })] }), definition: record() }),
      parts,
    ),
  )

it('a link has buttons for whoever may decide, and words instead where a reason is required', () => {
  const words = PREVIEW_TEXTS.needsReason['zh-CN']
  const seen = ['manager', 'hr'].map((nodeId) => {
    const shown = shownAt(nodeId)
    return [
      shown.includes('"verdict":"APPROVED"'),
      shown.includes('"verdict":"REJECTED"'),
      shown.includes(words),
    ]
  })
  expect(seen).toEqual([
    [true, true, false],
    [false, false, true],
  ])
})
