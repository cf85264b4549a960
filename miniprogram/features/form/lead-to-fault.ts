import { scrollToNode } from '../../view/scroll-to.ts'
import type { FormData } from './form-data.ts'

type Faults = Pick<FormData, 'faults' | 'route' | 'routeFault' | 'ccFault'>

/** Shows the first field that has a fault, else the part where people have to be named or changed. */
export function leadToFault({ faults, route, routeFault, ccFault }: Faults): void {
  const at = faults.findIndex((fault) => fault !== '')
  if (at >= 0) scrollToNode(tt, `field-${at}`)
  else if (routeFault !== '' || route.some(({ fault }) => fault !== '')) scrollToNode(tt, 'route')
  else if (ccFault !== '') scrollToNode(tt, 'cc')
}
