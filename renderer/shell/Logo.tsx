/** Layerloom's logo: three threads and one woven through them. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <g fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round">
        <path d="M3 5h14M3 10h14M3 15h14" />
        <path d="M6 3c0 6 8 8 8 14" opacity=".7" />
      </g>
    </svg>
  );
}
