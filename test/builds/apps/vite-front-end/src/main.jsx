import { h, render } from 'preact';
import './style.css';

const Harbour = ({ ships }) => (
  <ul>
    {ships.map((ship) => (
      <li>{ship}</li>
    ))}
  </ul>
);

render(<Harbour ships={['Cutty Sark', 'Thermopylae']} />, document.getElementById('app'));
