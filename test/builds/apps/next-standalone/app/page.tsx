export default function Page() {
  return <h1>All ships in port</h1>;
}
