import { BlockList, isIP, SocketAddress } from 'node:net';

/** Link-local networks, cloud metadata services, and addresses that are not a single host. Private networks are allowed. */
const BARRED = new BlockList();
BARRED.addSubnet('0.0.0.0', 8);
BARRED.addSubnet('169.254.0.0', 16);
// Wire server of Azure.
BARRED.addAddress('168.63.129.16');
// Metadata of Alibaba Cloud.
BARRED.addAddress('100.100.100.200');
// IETF protocol assignments; 192.0.0.192 is the metadata service of Oracle Cloud.
BARRED.addSubnet('192.0.0.0', 24);
// Relays of 6to4.
BARRED.addSubnet('192.88.99.0', 24);
BARRED.addSubnet('224.0.0.0', 3);
BARRED.addAddress('::', 'ipv6');
BARRED.addSubnet('fe80::', 10, 'ipv6');
// Site-local, deprecated by RFC 3879.
BARRED.addSubnet('fec0::', 10, 'ipv6');
BARRED.addSubnet('ff00::', 8, 'ipv6');
// NAT64 of a local network (RFC 8215): the position of the IPv4 address in it is unknown.
BARRED.addSubnet('64:ff9b:1::', 48, 'ipv6');
// Metadata services: AWS, Google Cloud, Oracle Cloud, Scaleway.
BARRED.addSubnet('fd00:ec2::', 32, 'ipv6');
BARRED.addSubnet('fd20:ce::', 32, 'ipv6');
BARRED.addSubnet('fd00:c1::', 32, 'ipv6');
BARRED.addAddress('fd00:42::42', 'ipv6');

const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16);

/** A list with one IPv6 network. */
const subnet = (network: string, prefix: number): BlockList => {
  const list = new BlockList();
  list.addSubnet(network, prefix, 'ipv6');
  return list;
};

const BYTES = 16;
type Bytes = readonly number[];
const dotted = (bytes: Bytes): string => bytes.join('.');
const last = (bytes: Bytes): string => dotted(bytes.slice(12));

interface Embedding {
  readonly network: BlockList;
  readonly addresses: (bytes: Bytes) => readonly string[];
}

/** Networks whose addresses contain IPv4 addresses, and how to extract them. */
const EMBEDDINGS: readonly Embedding[] = [
  // Compatible and mapped (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052).
  ...['::', '::ffff:0:0', '::ffff:0:0:0', '64:ff9b::'].map((network) => ({
    network: subnet(network, 96),
    addresses: (bytes: Bytes) => [last(bytes)],
  })),
  // 6to4 (RFC 3056).
  { network: subnet('2002::', 16), addresses: (bytes) => [dotted(bytes.slice(2, 6))] },
  // Teredo (RFC 4380): the server, and the client with all bits inverted.
  {
    network: subnet('2001::', 32),
    addresses: (bytes) => [dotted(bytes.slice(4, 8)), dotted(bytes.slice(12).map((byte) => byte ^ 0xff))],
  },
];

/** ISATAP (RFC 5214), in any network: `0:5efe` or `200:5efe` before an IPv4 address. */
const isIsatap = (bytes: Bytes): boolean =>
  (bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;

const UNIQUE_LOCAL = subnet('fc00::', 7);

function bytesOf(address: string): Bytes {
  // Normalised: eight groups, or a dotted end.
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::');
  const groups = (text: string): number[] =>
    text.split(':').flatMap((group) => {
      if (group === '') return [];
      if (group.includes('.')) return group.split('.').map(Number);
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    });
  if (tail === undefined) return groups(head);
  const [left, right] = [groups(head), groups(tail)];
  return [...left, ...Array.from({ length: BYTES - left.length - right.length }, () => 0), ...right];
}

const LOOPBACK_6 = '::1';

function isBarred6(address: string): boolean {
  if (BARRED.check(address, 'ipv6')) return true;
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address;
  if (canonical === LOOPBACK_6) return false;
  const bytes = bytesOf(address);
  const embedded = EMBEDDINGS.filter(({ network }) => network.check(address, 'ipv6')).flatMap(({ addresses }) =>
    addresses(bytes),
  );
  if (isIsatap(bytes)) embedded.push(last(bytes));
  if (embedded.some((inner) => BARRED.check(inner))) return true;
  // Clouds give their metadata service a unique local address that ends in the same IPv4 address.
  return UNIQUE_LOCAL.check(address, 'ipv6') && LINK_LOCAL.check(last(bytes));
}

/**
 * Whether an IP address, in any notation, is forbidden for webhooks. An IPv6 address that contains an IPv4 address is
 * checked as both. Text that is not an address is forbidden too.
 */
export function isBarred(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').split('%')[0] ?? '';
  const kind = isIP(bare);
  if (kind === 4) return BARRED.check(bare);
  return kind !== 6 || isBarred6(bare);
}
