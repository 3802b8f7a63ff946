declare module 'virtual:notices' {
  /** Names and licences of the packages inside the bundles. */
  const text: string;
  export default text;
}
