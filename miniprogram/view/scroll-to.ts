const ABOVE_PX = 12

/** Brings the node with this id to the top of the page. Phones find nodes by id only (SelectorQuery.select). */
export function scrollToNode(client: Pick<Tt, 'createSelectorQuery' | 'pageScrollTo'>, id: string): void {
  const query = client.createSelectorQuery()
  query.select(`#${id}`).boundingClientRect()
  query.selectViewport().scrollOffset()
  query.exec(([node, view]) => {
    if (node?.top === undefined || view?.scrollTop === undefined) return
    client.pageScrollTo({ scrollTop: Math.max(0, view.scrollTop + node.top - ABOVE_PX) })
  })
}
