import { BlockList, isIP } from 'node:net';

/** Link-local networks, where clouds keep the metadata of a machine, and what is no single host. */
const BARRED = new BlockList();
BARRED.addSubnet('169.254.0.0', 16);
BARRED.addSubnet('0.0.0.0', 8);
BARRED.addSubnet('224.0.0.0', 3);
BARRED.addAddress('100.100.100.200');
BARRED.addAddress('192.0.0.192');
BARRED.addSubnet('fe80::', 10, 'ipv6');
BARRED.addSubnet('ff00::', 8, 'ipv6');
BARRED.addAddress('::', 'ipv6');
BARRED.addAddress('fd00:ec2::254', 'ipv6');

/** IPv4 inside IPv6: mapped, compatible, NAT64 and 6to4. */
const EMBEDDED = new BlockList();
EMBEDDED.addSubnet('::', 96, 'ipv6');
EMBEDDED.addSubnet('64:ff9b::', 96, 'ipv6');
EMBEDDED.addSubnet('2002::', 16, 'ipv6');

const LOOPBACK_6 = '::1';

/** Whether an IP address is one that no webhook may reach. What is no address is barred too. */
export function isBarred(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').split('%')[0] ?? '';
  const kind = isIP(bare);
  if (kind === 4) return BARRED.check(bare);
  if (kind !== 6) return true;
  // A BlockList takes ::ffff:a.b.c.d for the IPv4 address that it is.
  if (BARRED.check(bare, 'ipv6')) return true;
  return bare !== LOOPBACK_6 && EMBEDDED.check(bare, 'ipv6');
}
