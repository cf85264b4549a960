import type { Box } from '../../../shared/requests.ts'
import type { TodoGroup } from '../../../shared/responses.ts'
import { locale } from '../../client/services.ts'
import { LOADING } from '../../view/trouble.ts'
import { sayIn, wordsIn } from '../../view/words.ts'
import { NO_DECISION } from '../detail/decision.ts'
import type { Row } from './row-view.ts'

export const EVENTS = [
  ...(['onBox', 'onSearch', 'onDefinition', 'onLaterOnly', 'onGroup', 'onUngroup', 'onRetry'] as const),
  ...(['onMore', 'onReload', 'onOpen', 'onLater', 'onSelectMode', 'onSelect', 'onSelectAll'] as const),
  ...(['onBatch', 'onDecide', 'onCancel', 'onHome'] as const),
] as const
export type ListEvent = (typeof EVENTS)[number]

const say = sayIn(locale)

export const data = {
  t: wordsIn(locale, [
    ...([
      'searchList',
      'allDefinitions',
      'laterOnly',
      'more',
      'loadingMore',
      'reload',
      'selectMode',
    ] as const),
    ...(['selectAll', 'approveSelected', 'cancel', 'allOfKind', 'toHome'] as const),
  ]),
  state: LOADING,
  box: 'todo' as Box,
  boxes: [
    { box: 'todo', name: say('todoBox') },
    { box: 'done', name: say('doneBox') },
    { box: 'started', name: say('startedBox') },
    { box: 'cc', name: say('ccBox') },
  ] as { box: Box; name: string }[],
  q: '',
  definitions: [] as { code: string; name: string }[],
  definitionAt: 0,
  laterOnly: false,
  groups: [] as (TodoGroup & { key: string })[],
  /** The name of the group that is shown alone. */
  group: '',
  rows: [] as Row[],
  emptyText: '',
  more: false,
  loadingMore: false,
  /** Why the next page did not come. */
  moreText: '',
  notice: '',
  selecting: false,
  selectedCount: 0,
  selectedText: '',
  decision: NO_DECISION,
  sending: false,
  fault: '',
}
export type ListData = typeof data
