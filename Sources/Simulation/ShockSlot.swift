/// The permanent numbers of the shocks: slots of random numbers drawn anew every quarter.
///
/// They begin where the numbers of uncertainties end (4096). A new shock takes the next free
/// number; none is ever reused.
enum ShockSlot: Int {
  case regime = 4096
  case manufacturing = 4097
  case commitments = 4098
  case domesticEntry = 4099
  case foreignEntry = 4100
  case certifiedEntrants = 4101
  case exit = 4102
  case ownCertification = 4103
  case programmeRounding = 4104
  case programmeCertification = 4105
  case lapse = 4106
  case commonOutput = 4107
  case sectorOutput = 4108
  case registerFirms = 4109
  case registerCertified = 4110
}
