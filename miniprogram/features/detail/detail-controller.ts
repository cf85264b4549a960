import { openFile } from '../../client/open-file.ts'
import { openLink } from '../../client/reach.ts'
import { api } from '../../client/services.ts'
import { detailOf } from '../../view/events.ts'
import { LINKS, type Links } from '../../view/links.ts'
import type { Controller, View } from '../../view/page.ts'
import { tellReached } from '../../view/tell-reached.ts'
import { decisionEvents } from './decision-events.ts'
import { act, load, say, type DetailContext } from './detail-context.ts'
import type { DetailData, DetailEvent } from './detail-data.ts'
import { filesOf } from './instance-view.ts'

/** One approval: what it says, how far it is, and what this person may do now. */
export function openDetail(view: View<DetailData>, id: string, links: Links): Controller<DetailEvent> {
  const context: DetailContext = { id, view, links, instance: undefined, sending: false }
  const reload = () => load(context)

  return {
    ...decisionEvents(context),
    onRetry: reload,
    onComment: async (event) => {
      view.set({ commenting: true })
      const { text, mentions, attachments } = event.detail
      const comment = () => api.instanceVerb(id, 'comment', { text, mentions, attachments })
      const sent = await act(context, comment, say('commentSent'))
      view.set({ commenting: false, commented: view.data.commented + (sent ? 1 : 0) })
    },
    onOpenFile: async (event) => {
      const files = filesOf(view.data.shown)
      await openFile(tt, api.me, files, detailOf(event, 'id')).catch(() =>
        view.set({ notice: say('fileFailed') }),
      )
    },
    onLinked: (event) => tt.navigateTo({ url: links.detail(detailOf(event, 'id')) }),
    onSource: async () => {
      const page = context.instance?.source?.page
      if (!page) return
      const address = links.own(page)
      tellReached(await openLink(tt, address), say, 'linkCopied', address)
    },
    onHome: () => tt.reLaunch({ url: links.home }),
    page: {
      show: reload,
      refresh: reload,
      share: () => ({
        title: view.data.shown.title || say('appTitle'),
        path: LINKS.phone.detail(id),
        PCPath: LINKS.pc.detail(id),
        PCMode: 'appCenter',
      }),
    },
  }
}
